using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Rolls an update back: restores every modified resource, and deletes the added ones.</summary>
internal sealed class RollBackUpdatePhase(RunningStack running, StepRunner runner)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var steps = running.Operation.Before
            .Where(before => running.Operation.Modified.Any(each => each.LogicalId == before.LogicalId) && !running.Operation.Done.Contains(before.LogicalId))
            .Select(before => new RollBackUpdateStep(running, before));
        var end = await runner.RunAsync([.. steps], OnFailure.FinishOthers, cancellationToken);
        if (end.Failed.Count > 0)
        {
            running.End(
                running.Stack with { FailedRollback = running.Operation with { Pending = [] } },
                StackStatus.UpdateRollbackFailed,
                $"The following resource(s) failed to update: [{string.Join(", ", end.Failed.Select(static step => step.LogicalId))}].");
            return;
        }

        // A resource without a request gets its previous policies and dependencies back. The outputs are still the previous ones: the update didn't get that far.
        var touched = running.Operation.Modified.Select(static resource => resource.LogicalId).ToHashSet();
        var restored = running.Operation.Before.Where(resource => !touched.Contains(resource.LogicalId)).Aggregate(running.Stack, static (stack, resource) => stack.With(resource));
        var before = running.Operation.Before.Select(static resource => resource.LogicalId).ToHashSet();
        var added = restored.Resources.Where(resource => !before.Contains(resource.LogicalId)).Reverse()
            .Select(static resource => new CleanUp(resource, resource.DeletionPolicy is DeletionPolicy.Retain));
        running.Enter(
            restored, OperationPhase.CleanUp, StackStatus.UpdateRollbackCompleteCleanupInProgress, null, [.. added, .. running.Operation.CleanUps]);
    }
}
