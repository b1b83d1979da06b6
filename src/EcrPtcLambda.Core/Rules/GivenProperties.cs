namespace EcrPtcLambda.Rules;

/// <summary>
/// The individually validated properties of a template, as input for each <see cref="PropertyConstraint"/>. A property is null if it is
/// absent or invalid by itself.
/// </summary>
/// <param name="Read">The original strings.</param>
/// <param name="AwsContext">The function's account and Region.</param>
/// <param name="RegistryId">The registry of the rule: the given one, or the function's own account.</param>
/// <param name="EcrRepositoryPrefix">Normalized.</param>
/// <param name="UpstreamRepositoryPrefix">Normalized.</param>
/// <param name="Named">The registry in UpstreamRegistry.</param>
/// <param name="Located">The registry of UpstreamRegistryUrl.</param>
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
    /// <summary>The upstream registry. UpstreamRegistryUrl takes precedence.</summary>
    public UpstreamRegistry? Upstream => Located ?? Named;

    /// <summary>The upstream's URL, given or derived. Null if there is no valid URL.</summary>
    public string? Url => Located is not null ? Read.Given(RuleProperties.UpstreamRegistryUrl)
        : Has(RuleProperties.UpstreamRegistryUrl) ? null
        : Named?.Url;

    /// <summary>The private registry of an Amazon ECR upstream. Null for any other upstream.</summary>
    public PrivateRegistry? PrivateUpstream => Url is { } url ? UpstreamRegistry.PrivateRegistryOf(url, AwsContext) : null;

    /// <summary>True if the property is present, valid or not.</summary>
    public bool Has(string name) => Read.Given(name) is not null || Read.IsUnreadable(name);
}
