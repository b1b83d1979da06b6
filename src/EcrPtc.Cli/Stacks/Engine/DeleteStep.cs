using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>Deletes or retains one resource.</summary>
/// <param name="running">The stack.</param>
/// <param name="resource">The resource to delete: that of the stack, or the previous one of the logical ID.</param>
/// <param name="isRetained">Whether it is retained.</param>
/// <param name="attempts">The number of attempts; after more than one, CloudFormation abandons the resource.</param>
/// <param name="key">The step's key.</param>
/// <param name="after">The keys of the deletions that come first.</param>
internal sealed class DeleteStep(RunningStack running, StackResource resource, bool isRetained, int attempts, string key, IReadOnlyList<string> after)
    : PhaseStep(resource.LogicalId, key, after)
{
    private ResourceRequest? request;
    private int attempt;

    private bool IsInStack => running.Stack.Resource(LogicalId)?.PhysicalId == resource.PhysicalId;

    /// <summary>The steps that delete resources, each after those of the resources that depend on it.</summary>
    /// <param name="deletions">The deletions, in the order in which they begin if there are no dependencies.</param>
    public static IReadOnlyList<DeleteStep> Of(RunningStack running, IReadOnlyList<CleanUp> deletions, int attempts) =>
    [
        .. deletions.Where(deletion => !running.Operation.Done.Contains(KeyOf(deletion.Resource))).Select(deletion => new DeleteStep(
            running,
            deletion.Resource,
            deletion.IsRetained,
            attempts,
            KeyOf(deletion.Resource),
            [.. deletions.Where(other => other.Resource.Dependencies.Contains(deletion.Resource.LogicalId)).Select(other => KeyOf(other.Resource))])),
    ];

    public override StepState Begin(CancellationToken cancellationToken)
    {
        var provider = running.ProviderOf(resource);
        if (isRetained || provider.IsSkipped)
        {
            Leave();
            if (isRetained)
            {
                running.Record(resource, ResourceStatus.DeleteSkipped, null);
            }

            return StepState.Done;
        }

        // The Create was never sent.
        if (resource.PhysicalId.Length == 0)
        {
            Leave();
            running.Record(resource, ResourceStatus.DeleteComplete, null);
            return StepState.Done;
        }

        return Send(provider, cancellationToken);
    }

    public override StepState Take(ProviderResponse response, CancellationToken cancellationToken)
    {
        if (response is not ProviderResponse.Failed { Reason: var reason })
        {
            Leave();
            running.Record(resource, ResourceStatus.DeleteComplete, null);
            return StepState.Done;
        }

        var failed = resource with { Status = ResourceStatus.DeleteFailed };
        running.Save((IsInStack ? running.Stack.With(failed) : running.Stack) with { Operation = running.Without(request!, done: null) });
        running.Record(failed, ResourceStatus.DeleteFailed, reason);
        if (++attempt < attempts)
        {
            return Send(running.ProviderOf(resource), cancellationToken);
        }

        if (attempts == 1)
        {
            return StepState.Failed;
        }

        Leave();
        return StepState.Done;
    }

    private static string KeyOf(StackResource resource) => $"{resource.LogicalId}/{resource.PhysicalId}";

    private StepState.Waits Send(IResourceProvider provider, CancellationToken cancellationToken)
    {
        request = running.Begin(
            RequestType.Delete, resource, oldProperties: null, resource.PhysicalId, ResourceStatus.DeleteInProgress,
            IsInStack ? resource with { Status = ResourceStatus.DeleteInProgress } : null);
        return new(provider.DeleteAsync(request, cancellationToken));
    }

    private void Leave()
    {
        var operation = request is null ? running.Operation with { Done = [.. running.Operation.Done, Key] } : running.Without(request, Key);
        running.Save((IsInStack ? running.Stack.Without(LogicalId) : running.Stack) with { Operation = operation });
    }
}
