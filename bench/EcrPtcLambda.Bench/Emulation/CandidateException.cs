namespace EcrPtcLambda.Bench.Emulation;

/// <summary>A candidate failed. The results omit it and state the reason.</summary>
internal sealed class CandidateException(string message) : Exception(message);
