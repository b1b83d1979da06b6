namespace EcrPtcLambda;

/// <summary>
/// How the time that Lambda gives is shared out: changes that would need undoing stop first, then all work, then the answer.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private static readonly TimeSpan LongestAnswerReserve = TimeSpan.FromSeconds(3);

    // Two calls, of which one may be silent once: an attempt lasts 10 s.
    private static readonly TimeSpan LongestUndoReserve = TimeSpan.FromSeconds(24);

    // Lambda's own limit; whatever claims more than that is no deadline of Lambda's.
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromSeconds(900);

    // What an emulator whose clock is wrong is given, where it says that no time is left.
    private static readonly TimeSpan Assumed = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestReturnReserve = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider clock;
    private readonly long start;
    private readonly CancellationTokenSource change;
    private readonly CancellationTokenSource work;
    private readonly CancellationTokenSource answer;

    /// <param name="remaining">What Lambda says is left.</param>
    /// <param name="clock">What the time is measured by.</param>
    public Deadline(TimeSpan remaining, TimeProvider clock)
    {
        this.clock = clock;
        start = clock.GetTimestamp();
        IsPast = remaining <= TimeSpan.Zero;
        Total = IsPast ? Assumed : Shorter(remaining, LongestInvocation);
        ForAnswer = Total - Shorter(Total * 0.02, LongestReturnReserve);
        ForWork = Total - (Total < TimeSpan.FromSeconds(30) ? Total * 0.1 : LongestAnswerReserve);
        UndoReserve = Shorter(ForWork * 0.25, LongestUndoReserve);
        ForChange = ForWork - UndoReserve;
        change = new(ForChange, clock);
        work = new(ForWork, clock);
        answer = new(ForAnswer, clock);
    }

    /// <summary>Whether the deadline that came with the event had passed already. Ten seconds are assumed then.</summary>
    public bool IsPast { get; }

    /// <summary>All the time there was at the start, 900 s at most.</summary>
    public TimeSpan Total { get; }

    /// <summary>What an undo may take, kept back from whatever may need one.</summary>
    public TimeSpan UndoReserve { get; }

    /// <summary>Ends while there is still time to undo.</summary>
    public CancellationToken Change => change.Token;

    /// <summary>Ends 3 s before Lambda's deadline, or when 10 % are left of less than 30 s.</summary>
    public CancellationToken Work => work.Token;

    /// <summary>Ends just before Lambda would end the process.</summary>
    public CancellationToken Answer => answer.Token;

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>What is left of <see cref="Change"/>.</summary>
    public TimeSpan ChangeRemaining => LeftOf(ForChange);

    /// <summary>What is left of <see cref="Work"/>.</summary>
    public TimeSpan WorkRemaining => LeftOf(ForWork);

    private TimeSpan ForChange { get; }

    private TimeSpan ForWork { get; }

    private TimeSpan ForAnswer { get; }

    public void Dispose()
    {
        change.Dispose();
        work.Dispose();
        answer.Dispose();
    }

    private TimeSpan LeftOf(TimeSpan share) => share - Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
