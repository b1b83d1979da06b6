
namespace EcrPtc.Cli.Stacks.Model;

/// <summary>The progress of a deployment or deletion, which lets another process resume it.</summary>
/// <param name="Kind">The kind of the operation.</param>
/// <param name="Template">The template; null for a deletion.</param>
/// <param name="Before">The resources at its beginning, which a rollback restores.</param>
internal sealed record StackOperation(OperationKind Kind, OperationTemplate? Template, IReadOnlyList<StackResource> Before)
{
    public OperationPhase Phase { get; init; }

    /// <summary>The logical IDs that this phase has completed.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>The resources for which a change was requested, with the requested state, whatever the result.</summary>
    public IReadOnlyList<StackResource> Modified { get; init; } = [];

    /// <summary>The resources to delete at the end: the replaced and removed ones, or in a rollback the new ones.</summary>
    public IReadOnlyList<CleanUp> CleanUps { get; init; } = [];

    /// <summary>The in-flight requests, so that another process sends the same ones again.</summary>
    public IReadOnlyList<PendingRequest> Pending { get; init; } = [];

    /// <summary>The reason of the rollback.</summary>
    public string? Failure { get; init; }

    /// <summary>The resources that a deletion retains, or that a rollback skips.</summary>
    public IReadOnlyList<string> Retained { get; init; } = [];

    /// <summary>Returns the operation without the requested change of a resource.</summary>
    /// <param name="logicalId">The resource.</param>
    public StackOperation WithoutModified(string logicalId) => this with { Modified = [.. Modified.Where(each => each.LogicalId != logicalId)] };
}

/// <param name="IsRetained">Whether a policy of the template retains it.</param>
internal sealed record CleanUp(StackResource Resource, bool IsRetained);

/// <param name="File">Its path, for messages.</param>
/// <param name="Text">Its text when the deployment began.</param>
/// <param name="Parameters">The given values and those kept from the previous deployment.</param>
internal sealed record OperationTemplate(string File, string Text, IReadOnlyDictionary<string, string> Parameters);

/// <param name="PhysicalId">The physical ID, only for an Update or Delete: a logical ID can have more than one physical resource to delete.</param>
/// <param name="SignedAt">The time at which its response URL was signed, which a redelivery keeps.</param>
internal sealed record PendingRequest(string LogicalId, RequestType RequestType, string? PhysicalId, string RequestId, DateTimeOffset SignedAt);

/// <summary>The type of a request for a resource; the names are those of the events.</summary>
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
