
namespace EcrPtcLambda.Lifecycle;

/// <summary>
/// How the time that Lambda gives is shared out: changes that would need undoing stop first, then all work, then the answer.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private static readonly TimeSpan MaxResponseReserve = TimeSpan.FromSeconds(3);

    // Two calls, of which one may be silent once: an attempt lasts 10 s.
    private static readonly TimeSpan MaxRollbackReserve = TimeSpan.FromSeconds(24);

    // Lambda's own limit; whatever claims more than that is no deadline of Lambda's.
    private static readonly TimeSpan MaxInvocation = TimeSpan.FromSeconds(900);

    // What an emulator whose clock is wrong is given, where it says that no time is left.
    private static readonly TimeSpan AssumedRemaining = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxReturnReserve = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider clock;
    private readonly long start;
    private readonly CancellationTokenSource mutation;
    private readonly CancellationTokenSource work;
    private readonly CancellationTokenSource response;

    /// <param name="remaining">What Lambda says is left.</param>
    /// <param name="clock">What the time is measured by.</param>
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

    /// <summary>Whether the deadline that came with the event had passed already. Ten seconds are assumed then.</summary>
    public bool IsPast { get; }

    /// <summary>All the time there was at the start, 900 s at most.</summary>
    public TimeSpan Total { get; }

    /// <summary>What an undo may take, kept back from whatever may need one.</summary>
    public TimeSpan RollbackReserve { get; }

    /// <summary>Ends while there is still time to undo.</summary>
    public CancellationToken MutationToken => mutation.Token;

    /// <summary>Ends 3 s before Lambda's deadline, or when 10 % are left of less than 30 s.</summary>
    public CancellationToken WorkToken => work.Token;

    /// <summary>Ends just before Lambda would end the process.</summary>
    public CancellationToken ResponseToken => response.Token;

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>What is left of <see cref="MutationToken"/>.</summary>
    public TimeSpan MutationRemaining => RemainingOf(MutationTime);

    /// <summary>What is left of <see cref="WorkToken"/>.</summary>
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
