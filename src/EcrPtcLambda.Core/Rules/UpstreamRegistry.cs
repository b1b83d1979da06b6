using System.Text.RegularExpressions;

namespace EcrPtcLambda.Rules;

/// <summary>One upstream registry that ECR can cache from: a row of the product's table of nine.</summary>
/// <param name="Name">ECR's name for it (ECR model, UpstreamRegistry).</param>
/// <param name="Url">Its one URL, or null where the URL names a registry of the user's own.</param>
/// <param name="Form">How the URL is written, for a reader.</param>
/// <param name="Authentication">What a rule for it must or may carry.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html"/>
internal sealed partial record UpstreamRegistry(string Name, string? Url, string Form, UpstreamAuthentication Authentication)
{
    /// <summary>Every upstream registry, in the order of the documentation.</summary>
    public static IReadOnlyList<UpstreamRegistry> All { get; } =
    [
        new("ecr", null, "<account>.dkr.ecr.<region>.<DNS suffix>", UpstreamAuthentication.Role),
        Fixed("ecr-public", "public.ecr.aws", UpstreamAuthentication.None),
        Fixed("quay", "quay.io", UpstreamAuthentication.None),
        Fixed("k8s", "registry.k8s.io", UpstreamAuthentication.None),
        Fixed("docker-hub", "registry-1.docker.io", UpstreamAuthentication.Credential),
        Fixed("github-container-registry", "ghcr.io", UpstreamAuthentication.Credential),
        Fixed("gitlab-container-registry", "registry.gitlab.com", UpstreamAuthentication.Credential),
        new("azure-container-registry", null, "<name>.azurecr.io", UpstreamAuthentication.Credential),
        Fixed("chainguard", "cgr.dev", UpstreamAuthentication.Credential),
    ];

    // In the place of a name: ECR doesn't cache from the registry, however near its spelling is. gcr is one letter from ecr.
    private const string NotSupported = "";

    public static UpstreamRegistry? Named(string name) => All.FirstOrDefault(form => form.Name == name);

    /// <summary>The registry that a URL belongs to, or null where it belongs to none.</summary>
    public static UpstreamRegistry? FromUrl(string url, AwsContext awsContext) => All.FirstOrDefault(form => form.Matches(url, awsContext));

    public bool Matches(string url, AwsContext awsContext) => Name switch
    {
        "ecr" => PrivateRegistryOf(url, awsContext) is not null,
        "azure-container-registry" => AzureUrl().IsMatch(url),
        _ => url == Url,
    };

    /// <summary>The private registry that a URL names, or null where the URL isn't one of the function's partition.</summary>
    public static PrivateRegistry? PrivateRegistryOf(string url, AwsContext awsContext) =>
        PrivateRegistryUrl().Match(url) is var match && match.Success && match.Groups["suffix"].Value == awsContext.DnsSuffix
            ? new(match.Groups["account"].Value, match.Groups["region"].Value)
            : null;

    /// <summary>The URL that a near miss stands for: another host of the same registry, or null where there is none.</summary>
    public static string? UrlMeantBy(string host) => host switch
    {
        "docker.io" or "index.docker.io" or "hub.docker.com" or "registry.hub.docker.com" or "www.docker.com" => "registry-1.docker.io",
        "gallery.ecr.aws" => "public.ecr.aws",
        "k8s.gcr.io" => "registry.k8s.io",
        "github.com" or "docker.pkg.github.com" => "ghcr.io",
        "gitlab.com" => "registry.gitlab.com",
        "images.chainguard.dev" or "chainguard.dev" => "cgr.dev",
        "www.quay.io" => "quay.io",
        _ => null,
    };

    /// <summary>
    /// The name that <paramref name="given"/> stands for: by nickname, by the registry's host name, or else by spelling. Null for a
    /// registry that ECR is known not to cache from.
    /// </summary>
    public static string? NameMeantBy(string given, AwsContext awsContext)
    {
        var plain = given.Trim().ToLowerInvariant();
        return Nickname(plain) switch
        {
            NotSupported => null,
            { } name => name,
            null => FromUrl(UrlMeantBy(plain) ?? plain, awsContext)?.Name ?? SpellingSuggestion.For(given, All.Select(form => form.Name)),
        };
    }

    /// <summary>
    /// What the registry itself, and not ECR, has against a URL that ECR takes, as the rest of a sentence that begins with
    /// UpstreamRegistryUrl; null where there is nothing. ECR takes any name before <c>.azurecr.io</c>.
    /// </summary>
    /// <seealso href="https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal"/>
    public static string? AdviceOn(string url) => AzureUrl().IsMatch(url) && !AzureName().IsMatch(url)
        ? "names no registry that Azure can have: a registry's name has 5 to 50 lower-case letters and digits, and, with a domain name label, a hyphen and a hash behind them"
        : null;

    private static string? Nickname(string plain) => plain switch
    {
        "private" => "ecr",
        "public" => "ecr-public",
        "kubernetes" => "k8s",
        "docker" or "dockerhub" => "docker-hub",
        "ghcr" or "github" => "github-container-registry",
        "gitlab" => "gitlab-container-registry",
        "azure" or "acr" => "azure-container-registry",
        "cgr" => "chainguard",
        "gcr" or "gcr.io" or "gar" or "mcr" or "harbor" or "nexus" => NotSupported,
        _ => null,
    };

    private static UpstreamRegistry Fixed(string name, string url, UpstreamAuthentication authentication) => new(name, url, url, authentication);

    [GeneratedRegex(@"\A(?<account>[0-9]{12})\.dkr\.ecr\.(?<region>[a-z]{2,}(-[a-z]+)+-[0-9]+)\.(?<suffix>[a-z0-9.-]+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PrivateRegistryUrl();

    // ECR takes whatever ends so, and heeds case (measured by badmintoncryer/cdk-preflight, rules/ecr, September 2026). What no host name
    // has, such as a scheme, a path, a port or a space, is left to be corrected.
    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\.azurecr\.io\z")]
    private static partial Regex AzureUrl();

    // Azure's registry names: 5 to 50 letters and digits, since 2025 also with a hyphen and a hash behind (domain name labels).
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{3,61}[a-z0-9])\.azurecr\.io\z", RegexOptions.ExplicitCapture)]
    private static partial Regex AzureName();
}

/// <summary>A private registry of Amazon ECR.</summary>
/// <param name="AccountId">The account, 12 digits.</param>
/// <param name="Region">The Region, such as <c>eu-west-1</c>.</param>
internal sealed record PrivateRegistry(string AccountId, string Region);

/// <summary>How ECR proves itself to an upstream registry.</summary>
internal enum UpstreamAuthentication
{
    /// <summary>Anonymously; a credential or a role is an error.</summary>
    None,

    /// <summary>With a Secrets Manager secret: CredentialArn is required.</summary>
    Credential,

    /// <summary>With an IAM role: CustomRoleArn is required where the upstream is another account's.</summary>
    Role,
}
