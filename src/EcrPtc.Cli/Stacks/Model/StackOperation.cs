
namespace EcrPtc.Cli.Stacks.Model;

/// <summary>How far a deployment or deletion has come: enough to take it up again in another process.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Template">What is deployed; null for a deletion.</param>
/// <param name="Before">The resources when it began: what a rollback goes back to.</param>
internal sealed record StackOperation(OperationKind Kind, OperationTemplate? Template, IReadOnlyList<StackResource> Before)
{
    public OperationPhase Phase { get; init; }

    /// <summary>The logical ids that this phase has dealt with.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Resources for which a change was asked for, whatever came of it, with what was asked for.</summary>
    public IReadOnlyList<StackResource> Modified { get; init; } = [];

    /// <summary>What is deleted once the stack is as it should be: replaced and removed resources, or in a rollback new ones.</summary>
    public IReadOnlyList<CleanUp> CleanUps { get; init; } = [];

    /// <summary>The requests that are in flight, so that another process sends the same ones again.</summary>
    public IReadOnlyList<PendingRequest> Pending { get; init; } = [];

    /// <summary>Why it is rolled back.</summary>
    public string? Failure { get; init; }

    /// <summary>The resources that a deletion leaves where they are, or that a rollback leaves as they are.</summary>
    public IReadOnlyList<string> Retained { get; init; } = [];

    /// <summary>The operation as if no change of a resource had been asked for.</summary>
    /// <param name="logicalId">The resource.</param>
    public StackOperation WithoutModified(string logicalId) => this with { Modified = [.. Modified.Where(each => each.LogicalId != logicalId)] };
}

/// <param name="IsRetained">Whether a policy of the template keeps it.</param>
internal sealed record CleanUp(StackResource Resource, bool IsRetained);

/// <param name="File">Its path, for messages.</param>
/// <param name="Text">Its text when the deployment began.</param>
/// <param name="Parameters">What was given and what was kept of the previous deployment.</param>
internal sealed record OperationTemplate(string File, string Text, IReadOnlyDictionary<string, string> Parameters);

/// <param name="PhysicalId">Of an Update or Delete: a logical ID can have more than one physical resource to delete.</param>
/// <param name="SignedAt">When its response URL was signed, which a redelivery keeps.</param>
internal sealed record PendingRequest(string LogicalId, RequestType RequestType, string? PhysicalId, string RequestId, DateTimeOffset SignedAt);

/// <summary>What CloudFormation asks of a resource; the names are those of the events.</summary>
internal enum RequestType
{
    Create,
    Update,
    Delete,
}

internal enum OperationKind
{
    Create,
    Update,
    Delete,
}

internal enum OperationPhase
{
    Apply,
    Rollback,
    CleanUp,
}
