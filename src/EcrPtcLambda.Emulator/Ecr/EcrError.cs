namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>An error that ECR answers.</summary>
internal sealed class EcrError(string type, string message, int statusCode = 400) : Exception(message)
{
    public string Type { get; } = type;

    public int StatusCode { get; } = statusCode;

    public static EcrError InvalidParameter(string member, string constraint) =>
        new("InvalidParameterException", $"Invalid parameter at '{member}' failed to satisfy constraint: '{constraint}'");

    public static EcrError Validation(string message) => new("ValidationException", message);

    public static EcrError NotFound(string prefix, string registryId) => new(
        "PullThroughCacheRuleNotFoundException",
        $"Pull through cache rule with the repository prefix '{prefix}' does not exist in the registry with id '{registryId}'");
}
