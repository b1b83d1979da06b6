namespace EcrPtcLambda.Bench.Emulation;

/// <summary>A candidate didn't do the job; it is left out of the results, which say why.</summary>
internal sealed class CandidateException(string message) : Exception(message);
