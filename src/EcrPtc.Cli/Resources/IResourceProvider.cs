using System.Text.Json;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Resources;

/// <summary>Makes, changes and deletes resources of a type.</summary>
internal interface IResourceProvider
{
    /// <summary>Whether CloudFormation would do more with this type than the local stack does.</summary>
    bool IsSkipped => false;

    Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken);

    Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken);

    Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken);
}

/// <param name="Properties">What the template says, scalars as strings.</param>
/// <param name="OldProperties">Of an Update.</param>
/// <param name="PhysicalId">Of an Update or Delete.</param>
/// <param name="Pending">The request's id and the moment of its signature.</param>
internal sealed record ResourceRequest(
    Stack Stack, string LogicalId, string Type, JsonElement Properties, JsonElement? OldProperties, string? PhysicalId, PendingRequest Pending)
{
    /// <summary>The physical ID from before the update that this request rolls back; null in any other request.</summary>
    public string? RestoredId { get; init; }

    /// <summary>The id that CloudFormation makes up for a resource that has none of its own.</summary>
    public string MadeUpId => $"{Stack.Name}-{LogicalId}-{Suffix.From($"{Stack.Id}/{LogicalId}", 12).ToUpperInvariant()}";
}

internal abstract record ProviderResponse
{
    private ProviderResponse()
    {
    }

    /// <summary>What later requests go by.</summary>
    public abstract string PhysicalId { get; init; }

    internal sealed record Succeeded(string PhysicalId, IReadOnlyDictionary<string, string> Attributes) : ProviderResponse;

    /// <param name="PhysicalId">What later requests go by.</param>
    /// <param name="IsUntouched">Whether it failed before anything was asked for, so that nothing has to be taken back.</param>
    internal sealed record Failed(string PhysicalId, string Reason, bool IsUntouched = false) : ProviderResponse;
}
