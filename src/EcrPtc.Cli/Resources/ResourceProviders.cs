using System.Text.Json;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Resources;

/// <summary>The provider of each kind of resource.</summary>
/// <param name="aws">The account that the resources are in.</param>
/// <param name="customResource">The provider of custom resources.</param>
internal sealed class ResourceProviders(LocalAws aws, IResourceProvider customResource)
{
    private readonly Secret secret = new(aws);
    private readonly NativeRule nativeRule = new(aws);
    private readonly SkippedResource skipped = new(aws);

    public IResourceProvider For(string type, JsonElement properties) => ResourceType.KindOf(type, properties) switch
    {
        ResourceKind.Custom => customResource,
        ResourceKind.Secret => secret,
        ResourceKind.NativeRule => nativeRule,
        _ => skipped,
    };
}
