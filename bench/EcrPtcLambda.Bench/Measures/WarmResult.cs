namespace EcrPtcLambda.Bench.Measures;

/// <summary>Many events, one after another, in one process.</summary>
/// <param name="Events">How many.</param>
/// <param name="PerSecond">How many a second.</param>
/// <param name="Latencies">Each event's time from its delivery to the end of its invocation, in milliseconds.</param>
/// <param name="ProcessorTime">The process's, per event.</param>
/// <param name="EarlyBytes">Resident memory after a tenth of the events.</param>
/// <param name="FinalBytes">Resident memory after all of them.</param>
internal sealed record WarmResult(
    int Events, double PerSecond, IReadOnlyList<double> Latencies, TimeSpan ProcessorTime, long EarlyBytes, long FinalBytes);
