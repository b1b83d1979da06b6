using EcrPtc.Cli.Resources;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>
/// Runs the steps of a phase: independent steps at the same time, every other step when its dependencies are done. Steps begin in
/// their order, and responses are handled one at a time, so that only one of them changes the stack.
/// </summary>
/// <param name="awaiter">Waits for responses.</param>
internal sealed class StepRunner(IRequestAwaiter awaiter)
{
    /// <summary>Runs the steps to their ends, or until one fails.</summary>
    /// <param name="steps">The steps, in the order in which they begin.</param>
    /// <param name="onFailure">The effect of a failure on the other steps.</param>
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

            // The steps of two templates can have circular dependencies: then the first step begins anyway.
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

/// <summary>The effect of a failed step on the other steps.</summary>
internal enum OnFailure
{
    /// <summary>Only the steps that depend on it don't run.</summary>
    GoOn,

    /// <summary>The steps in progress are completed, and the others don't begin.</summary>
    FinishOthers,

    /// <summary>The steps in progress are cancelled, and the others don't begin.</summary>
    CancelOthers,
}

/// <param name="Failed">The steps that failed, in order.</param>
/// <param name="Cancelled">The steps that were cancelled while in progress.</param>
internal sealed record StepsEnd(IReadOnlyList<PhaseStep> Failed, IReadOnlyList<CancelledStep> Cancelled);

/// <param name="Request">The request that is still in flight.</param>
internal sealed record CancelledStep(PhaseStep Step, Task<ProviderResponse> Request);
