using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Deletes a stack: every resource after those that depend on it. The dependencies of a resource that can't be deleted are kept.</summary>
internal sealed class DeletePhase(RunningStack running, StepRunner runner)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var retained = running.Operation.Retained;
        var deletions = running.Stack.Resources.Reverse().Select(resource => new CleanUp(
            resource, resource.DeletionPolicy is not DeletionPolicy.Delete || retained.Contains(resource.LogicalId)));
        var end = await runner.RunAsync(DeleteStep.Of(running, [.. deletions], attempts: 1), OnFailure.GoOn, cancellationToken);
        if (end.Failed.Count > 0)
        {
            running.End(running.Stack, StackStatus.DeleteFailed, $"The following resource(s) failed to delete: [{string.Join(", ", end.Failed.Select(static step => step.LogicalId))}].");
            return;
        }

        running.End(running.Stack with { Outputs = [], Imports = [] }, StackStatus.DeleteComplete, null);
    }
}
