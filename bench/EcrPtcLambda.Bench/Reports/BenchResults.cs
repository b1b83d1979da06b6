using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Measures;

namespace EcrPtcLambda.Bench.Reports;

/// <summary>What a run came to.</summary>
/// <param name="Cold">The cold starts of each candidate, in the order of their turns.</param>
/// <param name="Warm">The warm process of each candidate.</param>
/// <param name="Stacks">The product's stacks, from the least to the greatest.</param>
/// <param name="Absences">Which candidates weren't measured, and why.</param>
internal sealed record BenchResults(
    IReadOnlyList<(Candidate Candidate, IReadOnlyList<ColdSample> Samples)> Cold,
    IReadOnlyList<(Candidate Candidate, WarmResult Result)> Warm,
    IReadOnlyList<StackResult> Stacks,
    IReadOnlyList<(CandidateKind Kind, string Why)> Absences)
{
    /// <summary>The median of something in a candidate's cold starts; null where it has none.</summary>
    public double? Median(string name, Func<ColdSample, double> what) =>
        Cold.FirstOrDefault(each => each.Candidate.Kind.Name == name).Samples is { Count: > 0 } samples ? Statistics.Median(samples.Select(what)) : null;
}
