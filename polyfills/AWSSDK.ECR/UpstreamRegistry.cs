using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>A kind of upstream registry; values newer than these constants pass through unchanged.</summary>
public class UpstreamRegistry : ConstantClass
{
    /// <summary>Azure Container Registry, which needs a secret.</summary>
    public static readonly UpstreamRegistry AzureContainerRegistry = new("azure-container-registry");

    /// <summary>Chainguard Registry, which needs a secret.</summary>
    public static readonly UpstreamRegistry Chainguard = new("chainguard");

    /// <summary>Docker Hub, which needs a secret.</summary>
    public static readonly UpstreamRegistry DockerHub = new("docker-hub");

    /// <summary>A private ECR registry, in another account or region, reached with an IAM role.</summary>
    public static readonly UpstreamRegistry Ecr = new("ecr");

    /// <summary>The Amazon ECR Public gallery.</summary>
    public static readonly UpstreamRegistry EcrPublic = new("ecr-public");

    /// <summary>GitHub Container Registry, which needs a secret.</summary>
    public static readonly UpstreamRegistry GithubContainerRegistry = new("github-container-registry");

    /// <summary>The GitLab.com container registry, which needs a secret.</summary>
    public static readonly UpstreamRegistry GitlabContainerRegistry = new("gitlab-container-registry");

    /// <summary>The Kubernetes registry.</summary>
    public static readonly UpstreamRegistry K8s = new("k8s");

    /// <summary>Quay.</summary>
    public static readonly UpstreamRegistry Quay = new("quay");

    // ConstantClass would find these by reflection, at the cost of a cold start.
    private static readonly UpstreamRegistry[] Known =
    [
        AzureContainerRegistry, Chainguard, DockerHub, Ecr, EcrPublic,
        GithubContainerRegistry, GitlabContainerRegistry, K8s, Quay,
    ];

    /// <summary>Names a registry these constants do not know yet; prefer the constants.</summary>
    public UpstreamRegistry(string value)
        : base(value)
    {
    }

    /// <summary>Finds the constant of a value, in any case; a new one for a value that is not known.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static UpstreamRegistry? FindValue(string? value) => value is null
        ? null
        : Array.Find(Known, known => string.Equals(known.Value, value, StringComparison.OrdinalIgnoreCase)) ?? new(value);

    /// <summary>Finds the constant of a value, as <see cref="FindValue"/> does.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator UpstreamRegistry?(string? value) => FindValue(value);
}
