using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Rolls an update back: every resource that was asked to change is asked to change back, and what the update added is deleted.</summary>
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

        // What was asked for nothing has its policies and dependencies from before again. The outputs are still those from before: the update didn't get so far.
        var touched = running.Operation.Modified.Select(static resource => resource.LogicalId).ToHashSet();
        var restored = running.Operation.Before.Where(resource => !touched.Contains(resource.LogicalId)).Aggregate(running.Stack, static (stack, resource) => stack.With(resource));
        var before = running.Operation.Before.Select(static resource => resource.LogicalId).ToHashSet();
        var added = restored.Resources.Where(resource => !before.Contains(resource.LogicalId)).Reverse()
            .Select(static resource => new CleanUp(resource, resource.DeletionPolicy is DeletionPolicy.Retain));
        running.Enter(
            restored, OperationPhase.CleanUp, StackStatus.UpdateRollbackCompleteCleanupInProgress, null, [.. added, .. running.Operation.CleanUps]);
    }
}
