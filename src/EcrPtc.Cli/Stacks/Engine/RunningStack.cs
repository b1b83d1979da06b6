using System.Text.Json;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>
/// A stack during an operation. It is saved before each request and after each response, so that another process can resume the operation
/// at any point at which this one is killed.
/// </summary>
/// <param name="stack">The stack, with its operation.</param>
/// <param name="aws">The emulated AWS that stores it.</param>
/// <param name="providers">The providers of the resources.</param>
/// <param name="clock">The time of events and signatures.</param>
/// <param name="progress">Called for each event.</param>
internal sealed class RunningStack(Stack stack, LocalAws aws, ResourceProviders providers, TimeProvider clock, Action<StackEvent> progress)
{
    public const string Type = "AWS::CloudFormation::Stack";

    public LocalAws Aws => aws;

    /// <summary>The current stack.</summary>
    public Stack Stack { get; private set; } = stack;

    public StackOperation Operation => Stack.Operation!;

    /// <summary>Updates that were cancelled before their response, by logical ID: the rollback waits for them.</summary>
    public Dictionary<string, Task<ProviderResponse>> CancelledUpdates { get; } = [];

    /// <summary>Returns the provider of a resource.</summary>
    public IResourceProvider ProviderOf(StackResource resource) => providers.For(resource.Type, resource.Properties);

    /// <summary>Saves a request before it is sent; a request that was in flight when a process was killed is sent again unchanged.</summary>
    /// <param name="resource">The resource of the request.</param>
    /// <param name="status">The event to record; null for none.</param>
    /// <param name="during">The resource while the request is in flight; null if the stack no longer has it.</param>
    public ResourceRequest Begin(
        RequestType requestType, StackResource resource, JsonElement? oldProperties, string? physicalId, ResourceStatus? status, StackResource? during)
    {
        var pending = Operation.Pending.FirstOrDefault(each => each.LogicalId == resource.LogicalId && each.RequestType == requestType && each.PhysicalId == physicalId);
        if (pending is null)
        {
            pending = new(resource.LogicalId, requestType, physicalId, Guid.NewGuid().ToString(), clock.GetUtcNow());
            Save((during is null ? Stack : Stack.With(during)) with { Operation = Operation with { Pending = [.. Operation.Pending, pending] } });
            if (status is { } begun)
            {
                Record(resource.LogicalId, resource.Type, physicalId ?? "", begun.Text, null);
            }
        }

        return new(Stack, resource.LogicalId, resource.Type, resource.Properties, oldProperties, physicalId, pending);
    }

    /// <summary>Returns the operation without an in-flight request.</summary>
    /// <param name="done">The key of the completed step; null if the step continues.</param>
    public StackOperation Without(ResourceRequest request, string? done) => Operation with
    {
        Pending = [.. Operation.Pending.Where(each => each != request.Pending)],
        Done = done is null ? Operation.Done : [.. Operation.Done, done],
    };

    /// <summary>Enters the next phase.</summary>
    public void Enter(Stack next, OperationPhase phase, StackStatus status, string? reason, IReadOnlyList<CleanUp> cleanUps)
    {
        Save(next with { Status = status, Operation = Operation with { Phase = phase, Done = [], Pending = [], CleanUps = cleanUps } });
        Record(Stack.Name, Type, Stack.Id, status.Text, reason);
    }

    /// <summary>Ends the operation.</summary>
    public void End(Stack next, StackStatus status, string? reason)
    {
        Save(next with { Status = status, Operation = null });
        Record(Stack.Name, Type, Stack.Id, status.Text, reason);
    }

    public void Record(StackResource resource, ResourceStatus status, string? reason) => Record(resource.LogicalId, resource.Type, resource.PhysicalId, status.Text, reason);

    public void Record(string logicalId, string type, string physicalId, string status, string? reason)
    {
        var @event = new StackEvent(clock.GetUtcNow(), logicalId, type, physicalId, status, reason is null ? null : Stack.CreateMask().Hide(reason));
        Save(Stack with { Events = [.. Stack.Events, @event] });
        progress(@event);
    }

    public void Save(StackOperation operation) => Save(Stack with { Operation = operation });

    public void Save(Stack next)
    {
        Stack = next;
        aws.PutStack(next);
    }
}
