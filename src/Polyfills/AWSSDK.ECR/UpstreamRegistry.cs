using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>The upstream registries that ECR caches from.</summary>
public class UpstreamRegistry : ConstantClass
{
    /// <summary>azure-container-registry</summary>
    public static readonly UpstreamRegistry AzureContainerRegistry = new("azure-container-registry");

    /// <summary>chainguard</summary>
    public static readonly UpstreamRegistry Chainguard = new("chainguard");

    /// <summary>docker-hub</summary>
    public static readonly UpstreamRegistry DockerHub = new("docker-hub");

    /// <summary>ecr</summary>
    public static readonly UpstreamRegistry Ecr = new("ecr");

    /// <summary>ecr-public</summary>
    public static readonly UpstreamRegistry EcrPublic = new("ecr-public");

    /// <summary>github-container-registry</summary>
    public static readonly UpstreamRegistry GithubContainerRegistry = new("github-container-registry");

    /// <summary>gitlab-container-registry</summary>
    public static readonly UpstreamRegistry GitlabContainerRegistry = new("gitlab-container-registry");

    /// <summary>k8s</summary>
    public static readonly UpstreamRegistry K8s = new("k8s");

    /// <summary>quay</summary>
    public static readonly UpstreamRegistry Quay = new("quay");

    /// <summary>A registry by its name, for values newer than this package.</summary>
    public UpstreamRegistry(string value)
        : base(value)
    {
    }

    /// <summary>The constant of this name, or a new one.</summary>
    public static UpstreamRegistry FindValue(string value) => FindValue<UpstreamRegistry>(value);

    /// <summary>The constant of this name, or a new one.</summary>
    public static implicit operator UpstreamRegistry(string value) => FindValue(value);
}
