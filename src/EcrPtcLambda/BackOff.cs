namespace EcrPtcLambda;

/// <summary>How long to wait before another try.</summary>
internal static class BackOff
{
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Anything from nothing up to a bound that doubles with each attempt, so that many callers spread out.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="random">A number from 0 up to 1.</param>
    /// <seealso href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"/>
    public static TimeSpan FullJitter(int attempt, Func<double> random) => Bound(attempt) * random();

    /// <summary>From half the bound up to all of it, where a wait of nothing would be a try of nothing.</summary>
    public static TimeSpan EqualJitter(int attempt, Func<double> random) => Bound(attempt) * (0.5 + (random() / 2));

    /// <summary>Waits.</summary>
    /// <returns>False where <paramref name="cancellationToken"/> ended the wait.</returns>
    public static async Task<bool> WaitAsync(TimeSpan delay, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, clock, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static TimeSpan Bound(int attempt)
    {
        var bound = Base * Math.Pow(2, Math.Min(attempt - 1, 16));
        return bound < Longest ? bound : Longest;
    }
}
