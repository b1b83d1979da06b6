namespace EcrPtcLambda.TestSupport;

/// <summary>Accelerated real time, for tests that wait on real sockets and would take minutes.</summary>
/// <param name="times">The acceleration factor.</param>
internal sealed class FastTime(int times) : TimeProvider
{
    private readonly DateTimeOffset began = System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => began + ((System.GetUtcNow() - began) * times);

    public override long GetTimestamp() => System.GetTimestamp() * times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Real(dueTime), Real(period));

    private TimeSpan Real(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / times;
}
