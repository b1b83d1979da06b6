namespace EcrPtcLambda.Bench.Measures;

/// <summary>One cold start. Times are measured from the moment before the process was started.</summary>
/// <param name="Init">The time to the first request for an event.</param>
/// <param name="FirstEcrCall">The time to the first call to Amazon ECR.</param>
/// <param name="Response">The time to the accepted response.</param>
/// <param name="ProcessorTime">The processor time until the request for the next event.</param>
/// <param name="PeakBytes">The peak resident memory until then.</param>
internal sealed record ColdSample(TimeSpan Init, TimeSpan FirstEcrCall, TimeSpan Response, TimeSpan ProcessorTime, long PeakBytes);
