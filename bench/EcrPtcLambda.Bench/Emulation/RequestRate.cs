namespace EcrPtcLambda.Bench.Emulation;

/// <summary>The rate above which Amazon ECR throttles an operation.</summary>
/// <param name="PerSecond">The sustained rate, in calls per second.</param>
/// <param name="Burst">The number of calls that are allowed at once.</param>
internal sealed record RequestRate(double PerSecond, double Burst)
{
    /// <summary>Never throttles.</summary>
    public static RequestRate Unlimited { get; } = new(1e9, 1e9);

    /// <summary>Returns the minimum time for a number of calls.</summary>
    public TimeSpan LeastTimeFor(int calls) => TimeSpan.FromSeconds(Math.Max(0, calls - Burst) / PerSecond);
}
