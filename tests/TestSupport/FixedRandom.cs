namespace EcrPtcLambda.TestSupport;

/// <summary>Returns a fixed number instead of random numbers.</summary>
/// <param name="value">At least 0, less than 1.</param>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
