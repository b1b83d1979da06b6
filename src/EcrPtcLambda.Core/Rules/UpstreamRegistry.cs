using System.Text.RegularExpressions;

namespace EcrPtcLambda.Rules;

/// <summary>An upstream registry that Amazon ECR can cache from.</summary>
/// <param name="Name">Amazon ECR's name of the registry (ECR model, UpstreamRegistry).</param>
/// <param name="Url">The registry's only URL. Null if each user has a URL of their own.</param>
/// <param name="Form">The format of the URL, for messages.</param>
/// <param name="Authentication">The authentication that a rule requires or allows.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html"/>
internal sealed partial record UpstreamRegistry(string Name, string? Url, string Form, UpstreamAuthentication Authentication)
{
    /// <summary>All upstream registries, in the order of the documentation.</summary>
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

    // Stands for a name: Amazon ECR doesn't cache from the registry, even if its spelling is similar. gcr is one letter from ecr.
    private const string NotSupported = "";

    public static UpstreamRegistry? Named(string name) => All.FirstOrDefault(form => form.Name == name);

    /// <summary>Returns the registry of a URL, or null if there is none.</summary>
    public static UpstreamRegistry? FromUrl(string url, AwsContext awsContext) => All.FirstOrDefault(form => form.Matches(url, awsContext));

    public bool Matches(string url, AwsContext awsContext) => Name switch
    {
        "ecr" => PrivateRegistryOf(url, awsContext) is not null,
        "azure-container-registry" => AzureUrl().IsMatch(url),
        _ => url == Url,
    };

    /// <summary>Returns the private registry of a URL, or null if the URL is not in the function's partition.</summary>
    public static PrivateRegistry? PrivateRegistryOf(string url, AwsContext awsContext) =>
        PrivateRegistryUrl().Match(url) is var match && match.Success && match.Groups["suffix"].Value == awsContext.DnsSuffix
            ? new(match.Groups["account"].Value, match.Groups["region"].Value)
            : null;

    /// <summary>Returns the correct URL for a similar one: another host of the same registry, or null if there is none.</summary>
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
    /// Returns the name that <paramref name="given"/> stands for: by alias, by the registry's host name, with or without a scheme and a path,
    /// or by spelling. Null for a registry that Amazon ECR doesn't cache from.
    /// </summary>
    public static string? NameMeantBy(string given, AwsContext awsContext)
    {
        var host = BareHost(given);
        return Nickname(host) switch
        {
            NotSupported => null,
            { } name => name,
            null => FromUrl(UrlMeantBy(host) ?? host, awsContext)?.Name ?? SpellingSuggestion.For(host, All.Select(form => form.Name)),
        };
    }

    /// <summary>Returns the host name in a URL, in lower case, without a scheme, user, port, path, or trailing dot.</summary>
    public static string BareHost(string url)
    {
        var host = url.Trim();
        host = host[(host.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..];
        host = host[..(host.IndexOfAny(['/', '?', '#']) is var path and >= 0 ? path : host.Length)];
        host = host[(host.LastIndexOf('@') + 1)..];
        host = host[..(host.IndexOf(':', StringComparison.Ordinal) is var port and >= 0 ? port : host.Length)];
        return host.TrimEnd('.').ToLowerInvariant();
    }

    /// <summary>
    /// Returns the registry's own objection to a URL that Amazon ECR accepts, as the rest of a sentence that begins with
    /// UpstreamRegistryUrl. Null if there is none. Amazon ECR accepts any name before <c>.azurecr.io</c>.
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

    // Amazon ECR accepts anything before the suffix, case-sensitively (measured by badmintoncryer/cdk-preflight, rules/ecr, September 2026).
    // Only what makes it a URL with a scheme, a user, a port, a path or a space is an error.
    [GeneratedRegex(@"\A[^\s\x00-\x1F\x7F/:@?#]+\.azurecr\.io\z")]
    private static partial Regex AzureUrl();

    // Azure's registry names: 5 to 50 letters and digits, and since 2025 optionally a hyphen and a hash (domain name labels). A label of a
    // host name has 63 characters at most.
    [GeneratedRegex(@"\A(?=[^.]{5,63}\.)[a-z0-9]{5,50}(-[a-z0-9]+)?\.azurecr\.io\z", RegexOptions.ExplicitCapture)]
    private static partial Regex AzureName();
}

/// <summary>A private registry of Amazon ECR.</summary>
/// <param name="AccountId">The account, 12 digits.</param>
/// <param name="Region">The Region, such as <c>eu-west-1</c>.</param>
internal sealed record PrivateRegistry(string AccountId, string Region);

/// <summary>The authentication of Amazon ECR at an upstream registry.</summary>
internal enum UpstreamAuthentication
{
    /// <summary>Anonymous. A credential or a role is an error.</summary>
    None,

    /// <summary>A Secrets Manager secret. CredentialArn is required.</summary>
    Credential,

    /// <summary>An IAM role. CustomRoleArn is required if the upstream belongs to another account.</summary>
    Role,
}
