using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Rolls a creation back: deletes every resource after those that depend on it.</summary>
internal sealed class RollBackCreatePhase(RunningStack running, StepRunner runner)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var deletions = running.Stack.Resources.Reverse().Select(static resource => new CleanUp(resource, resource.DeletionPolicy is DeletionPolicy.Retain));
        var end = await runner.RunAsync(DeleteStep.Of(running, [.. deletions], attempts: 1), OnFailure.GoOn, cancellationToken);
        running.End(
            running.Stack,
            end.Failed.Count == 0 ? StackStatus.RollbackComplete : StackStatus.RollbackFailed,
            end.Failed.Count == 0 ? null : $"The following resource(s) failed to delete: [{string.Join(", ", end.Failed.Select(static step => step.LogicalId))}].");
    }
}
