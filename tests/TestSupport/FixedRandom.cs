namespace EcrPtcLambda.TestSupport;

/// <summary>Always the same number in place of a random one.</summary>
/// <param name="value">From 0 up to 1.</param>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
