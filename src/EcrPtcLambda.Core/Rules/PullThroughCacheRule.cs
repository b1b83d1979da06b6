namespace EcrPtcLambda.Rules;

/// <summary>
/// The rule that a template asks for. Made by <see cref="RuleValidator"/> alone, so that one in hand satisfies the ECR model
/// and the upstream registry's own form.
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

/// <summary>What a Create does with a rule that is there already.</summary>
internal enum OnExisting
{
    /// <summary>The Create fails and the rule stays as it is.</summary>
    Fail,

    /// <summary>The Create takes over a rule with the same upstream.</summary>
    Adopt,
}
