using System.Text.Json;
using System.Text.RegularExpressions;

namespace EcrPtc.Cli.Templates;

/// <summary>The types of resources that the local stack creates.</summary>
internal static partial class ResourceType
{
    /// <summary>The type that this product serves.</summary>
    public const string Rule = "Custom::PullThroughCacheRule";

    /// <summary>CloudFormation's own type for a pull through cache rule.</summary>
    public const string NativeRule = "AWS::ECR::PullThroughCacheRule";

    /// <summary>The type of secrets.</summary>
    public const string Secret = "AWS::SecretsManager::Secret";

    /// <summary>The required prefix of the name of a secret that ECR reads (ECR user guide, pull through cache, storing credentials).</summary>
    public const string SecretNamePrefix = "ecr-pullthroughcache/";

    /// <summary>Returns the kind of a resource.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="properties">The known properties.</param>
    public static ResourceKind KindOf(string type, JsonElement properties) => type switch
    {
        Rule => ResourceKind.Custom,
        NativeRule => ResourceKind.NativeRule,
        _ when IsCustom(type) && properties.TextOf("ServiceToken") is { } token && IsFunction(token) => ResourceKind.Custom,
        Secret when properties.TextOf("Name") is { } name && name.StartsWith(SecretNamePrefix, StringComparison.Ordinal) => ResourceKind.Secret,
        _ => ResourceKind.Skipped,
    };

    /// <summary>
    /// Whether a ServiceToken is that of the function, in any account and Region: the ARN of a function with the local
    /// function's name, or with the name that SAM generates from its stack and its logical ID in the product's template.
    /// </summary>
    public static bool IsFunction(string serviceToken) => FunctionArn().IsMatch(serviceToken);

    /// <summary>Whether a type is that of a custom resource, of this product or of another.</summary>
    public static bool IsCustom(string type) =>
        type == "AWS::CloudFormation::CustomResource" || type.StartsWith("Custom::", StringComparison.Ordinal);

    /// <summary>Returns the reason why the local stack doesn't create a resource of a type, and the remedy.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="functionArn">The ARN of the local function.</param>
    public static string WhySkipped(string type, string functionArn) => IsCustom(type)
        ? $"The local stack creates {type} only with the function's ServiceToken: {functionArn}, an import whose name ends in ServiceToken, or the ARN of a Lambda function with PullThroughCacheRuleFunction in its name"
        : $"The local stack doesn't create {type}";

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:(ecr-ptc|[A-Za-z0-9_-]*PullThroughCacheRuleFunction[A-Za-z0-9_-]*)(:[A-Za-z0-9$_-]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex FunctionArn();
}
