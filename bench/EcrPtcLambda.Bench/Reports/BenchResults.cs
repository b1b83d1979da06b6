using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Measures;

namespace EcrPtcLambda.Bench.Reports;

/// <summary>The results of a run.</summary>
/// <param name="Cold">The cold starts of each candidate, in the order of their turns.</param>
/// <param name="Warm">The warm process of each candidate.</param>
/// <param name="Stacks">The product's stacks, from the least to the greatest.</param>
/// <param name="Absences">The candidates that weren't measured, with the reasons.</param>
internal sealed record BenchResults(
    IReadOnlyList<(Candidate Candidate, IReadOnlyList<ColdSample> Samples)> Cold,
    IReadOnlyList<(Candidate Candidate, WarmResult Result)> Warm,
    IReadOnlyList<StackResult> Stacks,
    IReadOnlyList<(CandidateKind Kind, string Why)> Absences)
{
    /// <summary>Returns the median of a value over a candidate's cold starts. Null if it has none.</summary>
    public double? Median(string name, Func<ColdSample, double> what) =>
        Cold.FirstOrDefault(each => each.Candidate.Kind.Name == name).Samples is { Count: > 0 } samples ? Statistics.Median(samples.Select(what)) : null;
}
