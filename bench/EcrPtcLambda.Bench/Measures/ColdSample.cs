namespace EcrPtcLambda.Bench.Measures;

/// <summary>One cold start: times from the moment before the process was started.</summary>
/// <param name="Init">To the first request for an event.</param>
/// <param name="FirstEcrCall">To the first call that ECR served.</param>
/// <param name="Answer">To the answer's acceptance.</param>
/// <param name="ProcessorTime">The process's, until it asked for another event.</param>
/// <param name="PeakBytes">The most memory that was resident until then.</param>
internal sealed record ColdSample(TimeSpan Init, TimeSpan FirstEcrCall, TimeSpan Answer, TimeSpan ProcessorTime, long PeakBytes);
