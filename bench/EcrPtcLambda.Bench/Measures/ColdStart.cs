using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Emulation;

namespace EcrPtcLambda.Bench.Measures;

/// <summary>Measures a process from its start to the response to its only event.</summary>
internal sealed class ColdStart(Stage stage)
{
    /// <exception cref="CandidateException">The candidate failed.</exception>
    public async Task<ColdSample> MeasureAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var @event = stage.Next();
        stage.Calls.Clear();
        var start = stage.Clock.GetTimestamp();
        var sandbox = stage.Start(candidate);
        try
        {
            await stage.WaitForPollersAsync(1, sandbox, cancellationToken);
            var init = stage.Clock.GetElapsedTime(start);
            await stage.DeliverAsync(@event, cancellationToken);
            await stage.WaitForPollersAsync(1, sandbox, cancellationToken);
            stage.Remove(@event);
            return new(
                init,
                stage.Clock.GetElapsedTime(start, stage.Calls.FirstEcrCall),
                stage.Clock.GetElapsedTime(start, stage.Calls.Response),
                ProcessMeter.ProcessorTime(sandbox.ProcessId),
                ProcessMeter.PeakBytes(sandbox.ProcessId));
        }
        finally
        {
            await stage.EndAsync(sandbox);
        }
    }
}
