using System.Text.Json;
using EcrPtcLambda.Local.State;

namespace EcrPtcLambda.Local.Resources;

/// <summary>Which provider a resource has.</summary>
internal sealed class ResourceProviders(LocalAws aws, IResourceProvider customResource)
{
    /// <summary>The type that this product serves.</summary>
    public const string RuleType = "Custom::PullThroughCacheRule";

    private readonly Secret secret = new(aws);
    private readonly SkippedResource skipped = new(aws);

    public IResourceProvider Of(string type, JsonElement properties) => KindOf(type, properties, aws.FunctionArn) switch
    {
        ResourceKind.Custom => customResource,
        ResourceKind.Secret => secret,
        _ => skipped,
    };

    /// <param name="functionArn">The ServiceToken of resources that the function serves, whatever they are called.</param>
    public static ResourceKind KindOf(string type, JsonElement properties, string functionArn) => type switch
    {
        RuleType => ResourceKind.Custom,
        _ when IsCustom(type) && properties.TryGetProperty("ServiceToken", out var token) && token.ValueKind is JsonValueKind.String && token.ValueEquals(functionArn) => ResourceKind.Custom,
        "AWS::SecretsManager::Secret" when Secret.IsForEcr(properties) => ResourceKind.Secret,
        _ => ResourceKind.Skipped,
    };

    public static bool IsCustom(string type) =>
        type == "AWS::CloudFormation::CustomResource" || type.StartsWith("Custom::", StringComparison.Ordinal);
}

/// <summary>What the local stack does with a resource.</summary>
internal enum ResourceKind
{
    /// <summary>Nothing.</summary>
    Skipped,

    /// <summary>The function is asked.</summary>
    Custom,

    /// <summary>A secret that ECR can read.</summary>
    Secret,
}
