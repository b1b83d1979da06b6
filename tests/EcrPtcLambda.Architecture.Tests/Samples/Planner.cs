using EcrPtcLambda.Architecture.Tests.Samples.Lower;

namespace EcrPtcLambda.Architecture.Tests.Samples.Upper;

/// <summary>Keeps to the layers.</summary>
public static class Planner
{
    public static string Plan(Rule rule) => rule is null ? "" : "plan";
}
