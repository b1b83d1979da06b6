namespace EcrPtcLambda.Rules;

/// <summary>
/// The properties of a template, each checked by itself, as <see cref="PropertyConstraint"/> compares them. A property is null where
/// it is absent, and where it has a problem of its own already.
/// </summary>
/// <param name="Read">The texts as they were given.</param>
/// <param name="AwsContext">Where the function runs.</param>
/// <param name="RegistryId">The registry that gets the rule: the given one, or the function's own account.</param>
/// <param name="EcrRepositoryPrefix">Normalised.</param>
/// <param name="UpstreamRepositoryPrefix">Normalised.</param>
/// <param name="Named">The registry that UpstreamRegistry names.</param>
/// <param name="Located">The registry that UpstreamRegistryUrl belongs to.</param>
/// <param name="CredentialArn">The secret's ARN.</param>
/// <param name="CustomRoleArn">The role's ARN.</param>
internal sealed record GivenProperties(
    RuleProperties Read,
    AwsContext AwsContext,
    string? RegistryId,
    string? EcrRepositoryPrefix,
    string? UpstreamRepositoryPrefix,
    UpstreamRegistry? Named,
    UpstreamRegistry? Located,
    string? CredentialArn,
    string? CustomRoleArn)
{
    /// <summary>The upstream registry: the URL tells it where both are given.</summary>
    public UpstreamRegistry? Upstream => Located ?? Named;

    /// <summary>The upstream's URL, given or derived; null where there is none that is right.</summary>
    public string? Url => Located is not null ? Read.Given(RuleProperties.UpstreamRegistryUrl)
        : Has(RuleProperties.UpstreamRegistryUrl) ? null
        : Named?.Url;

    /// <summary>The private registry that an upstream of Amazon ECR is; null for any other upstream.</summary>
    public PrivateRegistry? PrivateUpstream => Url is { } url ? UpstreamRegistry.PrivateRegistryOf(url, AwsContext) : null;

    /// <summary>Whether a property is there, right or wrong.</summary>
    public bool Has(string name) => Read.Given(name) is not null || Read.IsUnreadable(name);
}
