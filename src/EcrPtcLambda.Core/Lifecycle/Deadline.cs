
namespace EcrPtcLambda.Lifecycle;

/// <summary>
/// Divides the remaining time of the invocation: mutations that can need a rollback end first, then all work, then the response.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private static readonly TimeSpan MaxResponseReserve = TimeSpan.FromSeconds(3);

    // Two calls, one of which gets no response once: an attempt takes up to 10 s.
    private static readonly TimeSpan MaxRollbackReserve = TimeSpan.FromSeconds(24);

    // Lambda's maximum timeout. A longer deadline isn't Lambda's.
    private static readonly TimeSpan MaxInvocation = TimeSpan.FromSeconds(900);

    // The time for an emulator that reports, by a wrong clock, that no time is left.
    private static readonly TimeSpan AssumedRemaining = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxReturnReserve = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider clock;
    private readonly long start;
    private readonly CancellationTokenSource mutation;
    private readonly CancellationTokenSource work;
    private readonly CancellationTokenSource response;

    /// <param name="remaining">The remaining time that Lambda reports.</param>
    /// <param name="clock">Measures the time.</param>
    public Deadline(TimeSpan remaining, TimeProvider clock)
    {
        this.clock = clock;
        start = clock.GetTimestamp();
        IsPast = remaining <= TimeSpan.Zero;
        Total = IsPast ? AssumedRemaining : Shorter(remaining, MaxInvocation);
        ResponseTime = Total - Shorter(Total * 0.02, MaxReturnReserve);
        WorkTime = Total - (Total < TimeSpan.FromSeconds(30) ? Total * 0.1 : MaxResponseReserve);
        RollbackReserve = Shorter(WorkTime * 0.25, MaxRollbackReserve);
        MutationTime = WorkTime - RollbackReserve;
        mutation = new(MutationTime, clock);
        work = new(WorkTime, clock);
        response = new(ResponseTime, clock);
    }

    /// <summary>True if the deadline had already passed when the event arrived. Ten seconds are assumed in that case.</summary>
    public bool IsPast { get; }

    /// <summary>The total time at the start, up to 900 seconds.</summary>
    public TimeSpan Total { get; }

    /// <summary>The time reserved for a rollback.</summary>
    public TimeSpan RollbackReserve { get; }

    /// <summary>Canceled while there is still time for a rollback.</summary>
    public CancellationToken MutationToken => mutation.Token;

    /// <summary>Canceled 3 s before Lambda's deadline, or, if less than 30 s were available, when 10 % of the time is left.</summary>
    public CancellationToken WorkToken => work.Token;

    /// <summary>Canceled shortly before Lambda ends the process.</summary>
    public CancellationToken ResponseToken => response.Token;

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>The remaining time of <see cref="MutationToken"/>.</summary>
    public TimeSpan MutationRemaining => RemainingOf(MutationTime);

    /// <summary>The remaining time of <see cref="WorkToken"/>.</summary>
    public TimeSpan WorkRemaining => RemainingOf(WorkTime);

    private TimeSpan MutationTime { get; }

    private TimeSpan WorkTime { get; }

    private TimeSpan ResponseTime { get; }

    public void Dispose()
    {
        mutation.Dispose();
        work.Dispose();
        response.Dispose();
    }

    private TimeSpan RemainingOf(TimeSpan share) => share - Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
