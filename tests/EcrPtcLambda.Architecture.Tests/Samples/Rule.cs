using EcrPtcLambda.Architecture.Tests.Samples.Upper;

namespace EcrPtcLambda.Architecture.Tests.Samples.Lower;

/// <summary>Breaks the layers inside a method body alone.</summary>
public sealed class Rule
{
    public override string ToString() => Planner.Plan(this);
}
