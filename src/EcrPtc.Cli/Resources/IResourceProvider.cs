using System.Text.Json;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Resources;

/// <summary>Creates, updates and deletes the resources of a type.</summary>
internal interface IResourceProvider
{
    /// <summary>Whether the local stack emulates less of this type than CloudFormation does.</summary>
    bool IsSkipped => false;

    Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken);

    Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken);

    Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken);
}

/// <param name="Properties">The properties in the template, scalars as strings.</param>
/// <param name="OldProperties">The previous properties, only in an Update.</param>
/// <param name="PhysicalId">The physical ID, only in an Update or Delete.</param>
/// <param name="Pending">The request's ID and the time of its signature.</param>
internal sealed record ResourceRequest(
    Stack Stack, string LogicalId, string Type, JsonElement Properties, JsonElement? OldProperties, string? PhysicalId, PendingRequest Pending)
{
    /// <summary>The physical ID from before the update that this request rolls back; null in any other request.</summary>
    public string? RestoredId { get; init; }

    /// <summary>The ID that CloudFormation generates for a resource without one.</summary>
    public string MadeUpId => $"{Stack.Name}-{LogicalId}-{Suffix.From($"{Stack.Id}/{LogicalId}", 12).ToUpperInvariant()}";
}

internal abstract record ProviderResponse
{
    private ProviderResponse()
    {
    }

    /// <summary>The physical ID that later requests use.</summary>
    public abstract string PhysicalId { get; init; }

    internal sealed record Succeeded(string PhysicalId, IReadOnlyDictionary<string, string> Attributes) : ProviderResponse;

    /// <param name="PhysicalId">The physical ID that later requests use.</param>
    /// <param name="IsUntouched">Whether it failed before any request, so that nothing has to be rolled back.</param>
    internal sealed record Failed(string PhysicalId, string Reason, bool IsUntouched = false) : ProviderResponse;
}
