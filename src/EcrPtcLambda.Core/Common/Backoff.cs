namespace EcrPtcLambda.Common;

/// <summary>Exponential backoff with jitter: a bound of 200 ms that doubles with each attempt, up to 8 s.</summary>
/// <param name="clock">Measures delays.</param>
/// <param name="random">The source of jitter.</param>
/// <seealso href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"/>
internal sealed class Backoff(TimeProvider clock, Random random)
{
    private static readonly TimeSpan FirstBound = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxBound = TimeSpan.FromSeconds(8);

    /// <summary>Returns a delay between zero and the bound, so that the retries of many callers spread out.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan FullJitter(int attempt) => Bound(attempt) * random.NextDouble();

    /// <summary>Returns a delay between half the bound and the bound, for callers that need a delay above zero.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan EqualJitter(int attempt) => Bound(attempt) * (0.5 + (random.NextDouble() / 2));

    /// <summary>Waits for <paramref name="delay"/>.</summary>
    /// <returns>False if <paramref name="cancellationToken"/> ended the wait.</returns>
    public async Task<bool> WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
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
        var bound = FirstBound * Math.Pow(2, Math.Min(attempt - 1, 16));
        return bound < MaxBound ? bound : MaxBound;
    }
}
