using System.Text.RegularExpressions;

namespace EcrPtcLambda.Rules;

/// <summary>One upstream registry that ECR can cache from: a row of the product's table of nine.</summary>
/// <param name="Name">ECR's name for it (ECR model, UpstreamRegistry).</param>
/// <param name="Url">Its one URL, or null where the URL names a registry of the user's own.</param>
/// <param name="Form">How the URL is written, for a reader.</param>
/// <param name="Authentication">What a rule for it must or may carry.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html"/>
internal sealed partial record UpstreamRegistryForm(string Name, string? Url, string Form, UpstreamAuthentication Authentication)
{
    /// <summary>Every upstream registry, in the order of the documentation.</summary>
    public static IReadOnlyList<UpstreamRegistryForm> All { get; } =
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

    public static UpstreamRegistryForm? Named(string name) => All.FirstOrDefault(form => form.Name == name);

    /// <summary>The registry that a URL belongs to, or null where it belongs to none.</summary>
    public static UpstreamRegistryForm? Of(string url, HomeRegistry home) => All.FirstOrDefault(form => form.Matches(url, home));

    public bool Matches(string url, HomeRegistry home) => Name switch
    {
        "ecr" => PrivateRegistryAccount(url, home) is not null,
        "azure-container-registry" => AzureUrl().IsMatch(url),
        _ => url == Url,
    };

    /// <summary>The account that a private registry's URL names, or null where the URL isn't one of the function's partition.</summary>
    public static string? PrivateRegistryAccount(string url, HomeRegistry home) =>
        PrivateRegistryUrl().Match(url) is var match && match.Success && match.Groups["suffix"].Value == home.DnsSuffix
            ? match.Groups["account"].Value
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

    private static UpstreamRegistryForm Fixed(string name, string url, UpstreamAuthentication authentication) => new(name, url, url, authentication);

    [GeneratedRegex(@"\A(?<account>[0-9]{12})\.dkr\.ecr\.(?<region>[a-z]{2,}(-[a-z]+)+-[0-9]+)\.(?<suffix>[a-z0-9.-]+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PrivateRegistryUrl();

    // Azure's registry names: 5 to 50 letters and digits, since 2025 also with a hyphen and a hash behind (domain name labels).
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{3,61}[a-z0-9])\.azurecr\.io\z", RegexOptions.ExplicitCapture)]
    private static partial Regex AzureUrl();
}

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
