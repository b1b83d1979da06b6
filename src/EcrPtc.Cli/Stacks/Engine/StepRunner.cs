using EcrPtc.Cli.Resources;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>
/// Runs the steps of a phase: those that depend on nothing at the same time, each other as soon as those before it are done. Steps begin in
/// their order, and responses are taken one at a time, so that the stack changes in one place.
/// </summary>
/// <param name="awaiter">Waits for responses.</param>
internal sealed class StepRunner(IRequestAwaiter awaiter)
{
    /// <summary>Runs the steps to their ends, or until one fails.</summary>
    /// <param name="steps">In the order in which they begin.</param>
    /// <param name="onFailure">What a failure means for the other steps.</param>
    public async Task<StepsEnd> RunAsync(IReadOnlyList<PhaseStep> steps, OnFailure onFailure, CancellationToken cancellationToken)
    {
        var waiting = steps.ToList();
        var undone = steps.Select(static step => step.Key).ToHashSet(StringComparer.Ordinal);
        var inFlight = new List<(PhaseStep Step, Task<ProviderResponse> Request)>();
        var failed = new List<PhaseStep>();
        while (true)
        {
            while ((failed.Count == 0 || onFailure is OnFailure.GoOn) && NextReady() is { } ready)
            {
                waiting.Remove(ready);
                Continue(ready, ready.Begin(cancellationToken));
            }

            // Steps of two templates can wait for each other in circles: then the first begins all the same.
            if (inFlight.Count == 0 && failed.Count == 0 && waiting.Count > 0)
            {
                undone.ExceptWith(waiting[0].After);
                continue;
            }

            var index = inFlight.FindIndex(static each => each.Request.IsCompleted);
            if (index < 0)
            {
                if (inFlight.Count == 0 || (failed.Count > 0 && onFailure is OnFailure.CancelOthers))
                {
                    return new(failed, [.. inFlight.Select(static each => new CancelledStep(each.Step, each.Request))]);
                }

                await awaiter.WhenAnyAsync([.. inFlight.Select(static each => each.Request)]);
                continue;
            }

            var (step, request) = inFlight[index];
            inFlight.RemoveAt(index);
            Continue(step, step.Take(await request, cancellationToken));
        }

        PhaseStep? NextReady() => waiting.Find(step => step.After.All(key => key == step.Key || !undone.Contains(key)));

        void Continue(PhaseStep step, StepState state)
        {
            switch (state)
            {
                case StepState.Waits(var request):
                    inFlight.Add((step, request));
                    break;
                case StepState.IsFailed:
                    failed.Add(step);
                    break;
                default:
                    undone.Remove(step.Key);
                    break;
            }
        }
    }
}

/// <summary>What a step that fails means for the others.</summary>
internal enum OnFailure
{
    /// <summary>Nothing, except for those that come after it.</summary>
    GoOn,

    /// <summary>No other step begins; those that have begun end.</summary>
    FinishOthers,

    /// <summary>No other step begins, and nobody waits for those that have begun.</summary>
    CancelOthers,
}

/// <param name="Failed">The steps that failed, in order.</param>
/// <param name="Cancelled">The steps that had begun and are not waited for.</param>
internal sealed record StepsEnd(IReadOnlyList<PhaseStep> Failed, IReadOnlyList<CancelledStep> Cancelled);

/// <param name="Request">What is still in flight.</param>
internal sealed record CancelledStep(PhaseStep Step, Task<ProviderResponse> Request);
