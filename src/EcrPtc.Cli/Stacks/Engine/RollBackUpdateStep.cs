using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Restores one resource to its state before the update.</summary>
/// <param name="running">The stack.</param>
/// <param name="before">The resource before the update.</param>
internal sealed class RollBackUpdateStep(RunningStack running, StackResource before) : PhaseStep(before.LogicalId, before.LogicalId, before.Dependencies)
{
    private StackResource? current;
    private ResourceRequest? request;

    // Read when the step begins: the end of a cancelled Update may remove it.
    private StackResource? Modified => running.Operation.Modified.FirstOrDefault(each => each.LogicalId == LogicalId);

    public override StepState Begin(CancellationToken cancellationToken)
    {
        current = running.Stack.Resource(LogicalId)!;
        if (running.Operation.Retained.Contains(LogicalId))
        {
            return Skip();
        }

        return running.CancelledUpdates.TryGetValue(LogicalId, out var cancelled) ? new StepState.Waits(cancelled) : Send(cancellationToken);
    }

    public override StepState Take(ProviderResponse response, CancellationToken cancellationToken)
    {
        if (running.CancelledUpdates.Remove(LogicalId))
        {
            return TakeCancelled(response, cancellationToken);
        }

        if (response is ProviderResponse.Failed(var failedId, var reason, _))
        {
            var failed = current! with { PhysicalId = failedId, Status = ResourceStatus.UpdateFailed };
            running.Save(running.Stack.With(failed) with { Operation = running.Without(request!, done: null) });
            running.Record(failed, ResourceStatus.UpdateFailed, reason);
            return StepState.Failed;
        }

        var (id, attributes) = (ProviderResponse.Succeeded)response;
        var restored = before with { PhysicalId = id, Attributes = attributes, Status = ResourceStatus.UpdateComplete };
        var operation = running.Without(request!, Key);
        running.Save(running.Stack.With(restored) with
        {
            Operation = id == current!.PhysicalId
                ? operation
                : operation with { CleanUps = [.. operation.CleanUps, new(Modified! with { PhysicalId = current.PhysicalId }, IsRetained: false)] },
        });
        if (!running.ProviderOf(before).IsSkipped)
        {
            running.Record(restored, ResourceStatus.UpdateComplete, null);
        }

        return StepState.Done;
    }

    // The cancelled Update has ended: its result is now known.
    private StepState TakeCancelled(ProviderResponse response, CancellationToken cancellationToken)
    {
        var isUntouched = response is ProviderResponse.Failed { IsUntouched: true };
        current = current! with { PhysicalId = response.PhysicalId };
        running.Save(running.Stack.With(current) with
        {
            Operation = isUntouched ? running.Operation.WithoutModified(LogicalId) : running.Operation,
        });
        return isUntouched ? StepState.Done : Send(cancellationToken);
    }

    private StepState.Waits Send(CancellationToken cancellationToken)
    {
        var provider = running.ProviderOf(before);
        request = running.Begin(
            RequestType.Update, before, Modified!.Properties, current!.PhysicalId,
            provider.IsSkipped ? null : ResourceStatus.UpdateInProgress, current with { Status = ResourceStatus.UpdateInProgress });
        return new(provider.UpdateAsync(request with { RestoredId = before.PhysicalId }, cancellationToken));
    }

    // CloudFormation treats a resource that a continued rollback skips as rolled back.
    private StepState.IsDone Skip()
    {
        var skipped = before with { PhysicalId = current!.PhysicalId, Attributes = current.Attributes, Status = ResourceStatus.UpdateComplete };
        running.Save(running.Stack.With(skipped) with { Operation = running.Operation with { Done = [.. running.Operation.Done, Key] } });
        running.Record(skipped, ResourceStatus.UpdateComplete, null);
        return new();
    }
}
