namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>The upstream registry in a template.</summary>
/// <param name="Name">The UpstreamRegistry property.</param>
/// <param name="Url">The UpstreamRegistryUrl property.</param>
/// <param name="CredentialArn">A secret that the registry accepts. Null if it requires none.</param>
internal sealed record Upstream(string Name, string Url, string? CredentialArn = null)
{
    public static Upstream Quay { get; } = new("quay", "quay.io");

    public static Upstream EcrPublic { get; } = new("ecr-public", "public.ecr.aws");

    public static Upstream K8s { get; } = new("k8s", "registry.k8s.io");

    /// <summary>The registries that require a credential, with the hosts of those that have only one.</summary>
    public static IReadOnlyList<(string Name, string? Url)> WithCredential { get; } =
    [
        ("docker-hub", "registry-1.docker.io"),
        ("github-container-registry", "ghcr.io"),
        ("gitlab-container-registry", "registry.gitlab.com"),
        ("azure-container-registry", null),
        ("chainguard", "cgr.dev"),
    ];
}
