using Amazon;
using static EcrPtcLambda.Rules.RuleProperties;

namespace EcrPtcLambda.Rules;

/// <summary>
/// A constraint between two properties. <see cref="All"/> is the only list of them: the validator applies it, and tests compare the schemas
/// and the documentation with it.
/// </summary>
/// <param name="Property">The property to correct.</param>
/// <param name="DependsOn">The property that it depends on.</param>
/// <param name="Statement">The constraint as a sentence, for the documentation and the schemas.</param>
/// <param name="IsSchemas">
/// True if a schema can express the constraint, without the function's account and Region and without comparing strings.
/// </param>
internal abstract record PropertyConstraint(string Property, string DependsOn, string Statement, bool IsSchemas)
{
    /// <summary>All constraints, in the order in which errors are reported.</summary>
    public static IReadOnlyList<PropertyConstraint> All { get; } =
    [
        new UrlIsGivenOrDerived(),
        new UrlBelongsToName(),
        new UpstreamIsAnotherRegistry(),
        new RootHasNoUpstreamPrefix(),
        new CredentialIsGiven(),
        new CredentialIsLeftOut(),
        new CredentialIsOfRegistry(),
        new RoleExcludesCredential(),
        new RoleIsLeftOut(),
        new RoleIsGiven(),
        new RoleIsOfRegistry(),
    ];

    /// <returns>The error, or null if the constraint holds or if a property is invalid by itself.</returns>
    public abstract ValidationError? Check(GivenProperties given);

    private static string Names(Func<UpstreamRegistry, bool> isMeant) => string.Join(", ", UpstreamRegistry.All.Where(isMeant).Select(form => form.Name));

    private sealed record UrlIsGivenOrDerived() : PropertyConstraint(
        UpstreamRegistryUrl,
        RuleProperties.UpstreamRegistry,
        $"Required, unless UpstreamRegistry is one of {Names(form => form.Url is not null)}.",
        IsSchemas: true)
    {
        public override ValidationError? Check(GivenProperties given) => given switch
        {
            _ when given.Has(UpstreamRegistryUrl) => null,
            { Named: { Url: null } named } => new(Property, $"is required with UpstreamRegistry {named.Name}: {named.Form}"),
            { Named: null } when !given.Has(RuleProperties.UpstreamRegistry) => new(Property, "is required, such as public.ecr.aws, unless UpstreamRegistry names a registry with one URL"),
            _ => null,
        };
    }

    private sealed record UrlBelongsToName() : PropertyConstraint(
        RuleProperties.UpstreamRegistry, UpstreamRegistryUrl, "Must be the name of the registry that UpstreamRegistryUrl belongs to.", IsSchemas: true)
    {
        public override ValidationError? Check(GivenProperties given) => given.Named is { } named && given.Located is { } located && named != located
            ? new(Property, $"must agree with UpstreamRegistryUrl, which is {located.Name}'s; leave it out, or write {named.Form} as the URL", named.Name)
            : null;
    }

    // "Upstream registry URL cannot be the same as the cache registry": measured by badmintoncryer/cdk-preflight,
    // rules/ecr/pf-ecr-pull-through-cache-url.
    private sealed record UpstreamIsAnotherRegistry() : PropertyConstraint(
        UpstreamRegistryUrl, RegistryId, "Must not be the registry that contains the rule. A private registry must belong to another account or another Region.", IsSchemas: false)
    {
        public override ValidationError? Check(GivenProperties given) =>
            given.PrivateUpstream is { } upstream && upstream.AccountId == given.RegistryId && upstream.Region == given.AwsContext.Region
            ? new(
                Property,
                "must not be the registry that gets the rule: an ecr upstream is another account's registry, or the account's own in another Region",
                given.Url)
            : null;
    }

    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html
    private sealed record RootHasNoUpstreamPrefix() : PropertyConstraint(
        UpstreamRepositoryPrefix, EcrRepositoryPrefix, "Must be ROOT or omitted if EcrRepositoryPrefix is ROOT.", IsSchemas: true)
    {
        public override ValidationError? Check(GivenProperties given) => given.EcrRepositoryPrefix is RuleKey.Root && given.UpstreamRepositoryPrefix is not (null or RuleKey.Root)
            ? new(
                Property,
                "must be left out where EcrRepositoryPrefix is ROOT: Amazon ECR maps an upstream prefix to an EcrRepositoryPrefix of its own alone",
                given.Read.Given(Property))
            : null;
    }

    private sealed record CredentialIsGiven() : PropertyConstraint(
        CredentialArn, RuleProperties.UpstreamRegistry, $"Required for {Names(form => form.Authentication is UpstreamAuthentication.Credential)}.", IsSchemas: true)
    {
        public override ValidationError? Check(GivenProperties given) => given.Upstream is { Authentication: UpstreamAuthentication.Credential } upstream && !given.Has(Property)
            ? new(Property, $"is required for {upstream.Name}: the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/")
            : null;
    }

    private sealed record CredentialIsLeftOut() : PropertyConstraint(
        CredentialArn, RuleProperties.UpstreamRegistry, $"Not allowed for {Names(form => form.Authentication is not UpstreamAuthentication.Credential)}.", IsSchemas: true)
    {
        public override ValidationError? Check(GivenProperties given) =>
            given.Upstream is { Authentication: not UpstreamAuthentication.Credential } upstream && given.Read.Given(Property) is not null
                && given.Read.Given(CustomRoleArn) is null
                ? new(Property, $"must be left out for {upstream.Name}, which takes no credential")
                : null;
    }

    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html
    private sealed record CredentialIsOfRegistry() : PropertyConstraint(CredentialArn, RegistryId, "Must be a secret in that account.", IsSchemas: false)
    {
        public override ValidationError? Check(GivenProperties given) =>
            given.CredentialArn is { } arn && given.RegistryId is { } registryId && Arn.Parse(arn).AccountId != registryId
            ? new(Property, $"must be a secret in the registry's account, {registryId}", arn)
            : null;
    }

    private sealed record RoleExcludesCredential() : PropertyConstraint(CustomRoleArn, CredentialArn, "Not allowed together with CredentialArn.", IsSchemas: true)
    {
        public override ValidationError? Check(GivenProperties given) => given.Read.Given(Property) is not null && given.Read.Given(CredentialArn) is not null
            ? new(Property, "must not be given together with CredentialArn: a role is for an ecr upstream, a credential for the others")
            : null;
    }

    private sealed record RoleIsLeftOut() : PropertyConstraint(
        CustomRoleArn, RuleProperties.UpstreamRegistry, $"Allowed only for {Names(form => form.Authentication is UpstreamAuthentication.Role)}.", IsSchemas: true)
    {
        public override ValidationError? Check(GivenProperties given) =>
            given.Upstream is { Authentication: not UpstreamAuthentication.Role } upstream && given.Read.Given(Property) is not null && given.Read.Given(CredentialArn) is null
                ? new(Property, $"must be left out for {upstream.Name}: only an ecr upstream takes a role")
                : null;
    }

    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
    private sealed record RoleIsGiven() : PropertyConstraint(
        CustomRoleArn, UpstreamRegistryUrl, "Required if UpstreamRegistryUrl is a private registry of another account.", IsSchemas: false)
    {
        public override ValidationError? Check(GivenProperties given) =>
            given.PrivateUpstream is { } upstream && given.RegistryId is { } registryId && upstream.AccountId != registryId && !given.Has(Property)
            ? new(Property, $"is required for an ecr upstream of another account ({upstream.AccountId}): a role in account {registryId} that may pull there")
            : null;
    }

    private sealed record RoleIsOfRegistry() : PropertyConstraint(CustomRoleArn, RegistryId, "Must be a role in that account.", IsSchemas: false)
    {
        public override ValidationError? Check(GivenProperties given) =>
            given.CustomRoleArn is { } arn && given.RegistryId is { } registryId && Arn.Parse(arn).AccountId != registryId
            ? new(Property, $"must be a role in the registry's own account, {registryId}", arn)
            : null;
    }
}
