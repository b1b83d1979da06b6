namespace EcrPtcLambda.Rules;

/// <summary>
/// The desired rule. Only <see cref="RuleValidator"/> creates it, so every instance satisfies the ECR API model and the format of its
/// upstream registry.
/// </summary>
internal sealed record PullThroughCacheRule(
    RuleKey Key,
    string UpstreamRegistryUrl,
    string UpstreamRegistry,
    string? CredentialArn,
    string? CustomRoleArn,
    string UpstreamRepositoryPrefix,
    bool ValidateUpstream,
    OnExisting OnExisting);

/// <summary>The action of a Create if the rule already exists.</summary>
internal enum OnExisting
{
    /// <summary>Fails, and leaves the rule unchanged.</summary>
    Fail,

    /// <summary>Adopts a rule with the same upstream.</summary>
    Adopt,
}
