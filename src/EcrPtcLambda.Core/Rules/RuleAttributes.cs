using System.Globalization;

namespace EcrPtcLambda.Rules;

/// <summary>The attributes of a rule for Fn::GetAtt.</summary>
internal static class RuleAttributes
{
    /// <summary>Returns all nine attributes. An absent value is empty, because Fn::GetAtt of a missing key fails the stack.</summary>
    /// <param name="rule">The rule as Amazon ECR has it.</param>
    /// <param name="awsContext">The function's account and Region.</param>
    public static IReadOnlyDictionary<string, string> From(LiveRule rule, AwsContext awsContext) => new Dictionary<string, string>
    {
        ["EcrRepositoryPrefix"] = rule.Key.EcrRepositoryPrefix,
        ["UpstreamRegistryUrl"] = rule.UpstreamRegistryUrl,
        ["UpstreamRegistry"] = rule.UpstreamRegistry ?? "",
        ["RegistryId"] = rule.Key.RegistryId,
        ["CredentialArn"] = rule.CredentialArn ?? "",
        ["CustomRoleArn"] = rule.CustomRoleArn ?? "",
        ["UpstreamRepositoryPrefix"] = rule.UpstreamRepositoryPrefix,
        ["CreatedAt"] = rule.CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
        ["RepositoryUri"] = awsContext.RepositoryUri(rule.Key),
    };
}
