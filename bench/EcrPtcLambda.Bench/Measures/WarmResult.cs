namespace EcrPtcLambda.Bench.Measures;

/// <summary>The result of many consecutive events in one process.</summary>
/// <param name="Events">The number of events.</param>
/// <param name="PerSecond">The number of events per second.</param>
/// <param name="Latencies">The time from the delivery of each event to the end of its invocation, in milliseconds.</param>
/// <param name="ProcessorTime">The processor time per event.</param>
/// <param name="EarlyBytes">Resident memory after a tenth of the events.</param>
/// <param name="FinalBytes">Resident memory after all of them.</param>
internal sealed record WarmResult(
    int Events, double PerSecond, IReadOnlyList<double> Latencies, TimeSpan ProcessorTime, long EarlyBytes, long FinalBytes);
