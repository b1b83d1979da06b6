namespace EcrPtcLambda.Bench.Emulation;

/// <summary>What ECR lets through of an operation before it throttles.</summary>
/// <param name="PerSecond">In the long run.</param>
/// <param name="Burst">At once.</param>
internal sealed record RequestRate(double PerSecond, double Burst)
{
    /// <summary>Everything.</summary>
    public static RequestRate Unlimited { get; } = new(1e9, 1e9);

    /// <summary>The least time in which so many calls can be let through.</summary>
    public TimeSpan LeastTimeFor(int calls) => TimeSpan.FromSeconds(Math.Max(0, calls - Burst) / PerSecond);
}
