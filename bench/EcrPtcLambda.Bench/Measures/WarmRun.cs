using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Emulation;

namespace EcrPtcLambda.Bench.Measures;

/// <summary>Measures one process over many events.</summary>
internal sealed class WarmRun(Stage stage)
{
    /// <param name="count">The number of events after a first one that isn't counted.</param>
    /// <exception cref="CandidateException">The candidate failed.</exception>
    public async Task<WarmResult> MeasureAsync(Candidate candidate, int count, CancellationToken cancellationToken)
    {
        var sandbox = stage.Start(candidate);
        try
        {
            await stage.WaitForPollersAsync(1, sandbox, cancellationToken);
            await ServeAsync(cancellationToken);
            await stage.WaitForPollersAsync(1, sandbox, cancellationToken);

            var latencies = new double[count];
            var early = 0L;
            var processorTime = ProcessMeter.ProcessorTime(sandbox.ProcessId);
            var start = stage.Clock.GetTimestamp();
            for (var each = 0; each < count; each++)
            {
                latencies[each] = await ServeAsync(cancellationToken);
                if (each + 1 == count / 10)
                {
                    early = ProcessMeter.ResidentBytes(sandbox.ProcessId);
                }
            }

            var elapsed = stage.Clock.GetElapsedTime(start);
            await stage.WaitForPollersAsync(1, sandbox, cancellationToken);
            return new(
                count,
                count / elapsed.TotalSeconds,
                latencies,
                (ProcessMeter.ProcessorTime(sandbox.ProcessId) - processorTime) / count,
                early,
                ProcessMeter.ResidentBytes(sandbox.ProcessId));
        }
        finally
        {
            await stage.EndAsync(sandbox);
        }
    }

    private async Task<double> ServeAsync(CancellationToken cancellationToken)
    {
        var @event = stage.Next();
        var start = stage.Clock.GetTimestamp();
        await stage.DeliverAsync(@event, cancellationToken);
        var latency = stage.Clock.GetElapsedTime(start).TotalMilliseconds;
        stage.Remove(@event);
        return latency;
    }
}
