namespace EcrPtcLambda.Bench.Candidates;

/// <summary>A program that does the job, as it was built on this machine.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Executable">What is started.</param>
/// <param name="Arguments">What it is started with.</param>
/// <param name="Version">What it was built of.</param>
/// <param name="PackageBytes">The size of the zip that one would deploy; null where there is none.</param>
internal sealed record Candidate(CandidateKind Kind, string Executable, IReadOnlyList<string> Arguments, string Version, long? PackageBytes);
