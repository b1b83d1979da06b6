namespace EcrPtcLambda.Bench.Candidates;

/// <summary>A program that does the work, built on this machine.</summary>
/// <param name="Kind">The kind of candidate.</param>
/// <param name="Executable">The executable.</param>
/// <param name="Arguments">The command-line arguments.</param>
/// <param name="Version">The versions of its components.</param>
/// <param name="PackageBytes">The size of the deployment package. Null if there is none.</param>
internal sealed record Candidate(CandidateKind Kind, string Executable, IReadOnlyList<string> Arguments, string Version, long? PackageBytes);
