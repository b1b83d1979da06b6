namespace EcrPtcLambda.Rules;

/// <summary>A rule as ECR has it.</summary>
/// <param name="Key">Registry and prefix, normalised.</param>
/// <param name="CreatedAt">When ECR made it; null where ECR didn't say.</param>
/// <param name="UpdatedAt">When its authentication was last changed; null where ECR didn't say.</param>
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
    /// <summary>The instance that this is. One without a creation time equals none that an ID names.</summary>
    public RuleInstance Instance => new(Key, CreatedAt ?? DateTimeOffset.UnixEpoch);

    /// <summary>When it was last written to; null where ECR didn't say.</summary>
    public DateTimeOffset? LastChange => UpdatedAt ?? CreatedAt;

    /// <summary>Whether images come from the same place: the part of a rule that ECR can't change in place.</summary>
    public bool HasUpstreamOf(PullThroughCacheRule desired) =>
        UpstreamRegistryUrl == desired.UpstreamRegistryUrl
        && (UpstreamRegistry is null || UpstreamRegistry == desired.UpstreamRegistry)
        && UpstreamRepositoryPrefix == desired.UpstreamRepositoryPrefix;

    /// <summary>Whether the credential and the role are the desired ones.</summary>
    public bool HasCredentialsOf(PullThroughCacheRule desired) =>
        CredentialArn == desired.CredentialArn && CustomRoleArn == desired.CustomRoleArn;

    /// <summary>Whether nothing would have to change for this rule to be the desired one.</summary>
    public bool Satisfies(PullThroughCacheRule desired) => Key == desired.Key && HasUpstreamOf(desired) && HasCredentialsOf(desired);

    /// <summary>The properties in which this rule is not the desired one, each with both values, for a Reason.</summary>
    public string DifferencesFrom(PullThroughCacheRule desired)
    {
        (string Name, string? Live, string? Desired)[] properties =
        [
            ("UpstreamRegistryUrl", UpstreamRegistryUrl, desired.UpstreamRegistryUrl),
            ("UpstreamRegistry", UpstreamRegistry ?? desired.UpstreamRegistry, desired.UpstreamRegistry),
            ("UpstreamRepositoryPrefix", UpstreamRepositoryPrefix, desired.UpstreamRepositoryPrefix),
            ("CredentialArn", CredentialArn, desired.CredentialArn),
            ("CustomRoleArn", CustomRoleArn, desired.CustomRoleArn),
        ];
        return string.Join(", ", properties
            .Where(property => property.Live != property.Desired)
            .Select(property => $"{property.Name} is {property.Live ?? "not set"} instead of {property.Desired ?? "not set"}"));
    }
}
