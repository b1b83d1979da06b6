using System.Text.Json;
using System.Text.RegularExpressions;
using EcrPtc.Cli.State;

namespace EcrPtc.Cli.Resources;

/// <summary>Which provider a resource has.</summary>
internal sealed partial class ResourceProviders(LocalAws aws, IResourceProvider customResource)
{
    /// <summary>The type that this product serves.</summary>
    public const string RuleType = "Custom::PullThroughCacheRule";

    private readonly Secret secret = new(aws);
    private readonly NativeRule nativeRule = new(aws);
    private readonly SkippedResource skipped = new(aws);

    public IResourceProvider For(string type, JsonElement properties) => KindOf(type, properties) switch
    {
        ResourceKind.Custom => customResource,
        ResourceKind.Secret => secret,
        ResourceKind.NativeRule => nativeRule,
        _ => skipped,
    };

    public static ResourceKind KindOf(string type, JsonElement properties) => type switch
    {
        RuleType => ResourceKind.Custom,
        NativeRule.Type => ResourceKind.NativeRule,
        _ when IsCustom(type) && properties.TryGetProperty("ServiceToken", out var token) && token.ValueKind is JsonValueKind.String && IsOurs(token.GetString()!) => ResourceKind.Custom,
        "AWS::SecretsManager::Secret" when Secret.IsForEcr(properties) => ResourceKind.Secret,
        _ => ResourceKind.Skipped,
    };

    /// <summary>
    /// Whether a ServiceToken is that of the function, in whichever account and Region it is deployed: one that is called as the
    /// local one is, or as SAM calls it, after its stack and its logical id in the product's own template.
    /// </summary>
    public static bool IsOurs(string serviceToken) => FunctionArn().IsMatch(serviceToken);

    /// <summary>Why the function isn't asked for a resource of a type, and what would have it asked.</summary>
    /// <param name="functionArn">The local function's.</param>
    public static string WhySkipped(string type, string functionArn) => IsCustom(type)
        ? $"The local stack makes {type} only with the function's ServiceToken: {functionArn}, an import whose name ends in ServiceToken, or the ARN of a Lambda function with PullThroughCacheRuleFunction in its name"
        : $"The local stack doesn't make {type}";

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:(ecr-ptc|[A-Za-z0-9_-]*PullThroughCacheRuleFunction[A-Za-z0-9_-]*)(:[A-Za-z0-9$_-]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex FunctionArn();

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

    /// <summary>CloudFormation's own resource for a rule.</summary>
    NativeRule,
}
