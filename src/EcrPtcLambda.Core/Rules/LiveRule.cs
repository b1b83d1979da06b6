namespace EcrPtcLambda.Rules;

/// <summary>A rule as it exists in Amazon ECR.</summary>
/// <param name="Key">The registry and prefix, normalized.</param>
/// <param name="CreatedAt">The creation time. Null if Amazon ECR didn't return it.</param>
/// <param name="UpdatedAt">The time of the last update of the credential or role. Null if Amazon ECR didn't return it.</param>
internal sealed record LiveRule(
    RuleKey Key,
    string UpstreamRegistryUrl,
    string? UpstreamRegistry,
    string? CredentialArn,
    string? CustomRoleArn,
    string UpstreamRepositoryPrefix,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt)
{
    /// <summary>The instance of this rule. Without a creation time it equals no instance that an ID identifies.</summary>
    public RuleInstance Instance => new(Key, CreatedAt ?? DateTimeOffset.UnixEpoch);

    /// <summary>The time of the last write. Null if Amazon ECR didn't return it.</summary>
    public DateTimeOffset? LastChange => UpdatedAt ?? CreatedAt;

    /// <summary>
    /// True if the upstream is the desired one. Amazon ECR can't change it in place. The URL identifies the registry, whatever its name:
    /// Amazon ECR silently accepts a wrong name for a registry without authentication, and pulls from the URL.
    /// </summary>
    /// <remarks>badmintoncryer/cdk-preflight, rules/ecr/pf-ecr-pull-through-cache-registry-match, deployed in September 2026.</remarks>
    public bool HasUpstreamOf(PullThroughCacheRule desired) =>
        UpstreamRegistryUrl == desired.UpstreamRegistryUrl && UpstreamRepositoryPrefix == desired.UpstreamRepositoryPrefix;

    /// <summary>True if the credential and the role are the desired ones.</summary>
    public bool HasCredentialsOf(PullThroughCacheRule desired) =>
        CredentialArn == desired.CredentialArn && CustomRoleArn == desired.CustomRoleArn;

    /// <summary>True if this rule needs no change to be the desired one.</summary>
    public bool Satisfies(PullThroughCacheRule desired) => Key == desired.Key && HasUpstreamOf(desired) && HasCredentialsOf(desired);

    /// <summary>
    /// Returns the properties that differ from the desired rule with both values, for a Reason. The name of the registry differs only with
    /// its URL.
    /// </summary>
    public string DifferencesFrom(PullThroughCacheRule desired)
    {
        (string Name, string? Live, string? Desired)[] properties =
        [
            ("UpstreamRegistryUrl", UpstreamRegistryUrl, desired.UpstreamRegistryUrl),
            ("UpstreamRegistry", UpstreamRegistryUrl == desired.UpstreamRegistryUrl ? desired.UpstreamRegistry : UpstreamRegistry, desired.UpstreamRegistry),
            ("UpstreamRepositoryPrefix", UpstreamRepositoryPrefix, desired.UpstreamRepositoryPrefix),
            ("CredentialArn", CredentialArn, desired.CredentialArn),
            ("CustomRoleArn", CustomRoleArn, desired.CustomRoleArn),
        ];
        return string.Join(", ", properties
            .Where(property => property.Live != property.Desired)
            .Select(property => $"{property.Name} is {property.Live ?? "not set"} instead of {property.Desired ?? "not set"}"));
    }
}
