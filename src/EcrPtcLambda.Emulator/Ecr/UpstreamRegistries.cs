using System.Text.RegularExpressions;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>The upstream registries that ECR caches from (user guide, pull-through-cache).</summary>
internal static partial class UpstreamRegistries
{
    private static readonly Dictionary<string, (string Name, bool NeedsCredential)> Fixed = new()
    {
        ["public.ecr.aws"] = ("ecr-public", false),
        ["quay.io"] = ("quay", false),
        ["registry.k8s.io"] = ("k8s", false),
        ["registry-1.docker.io"] = ("docker-hub", true),
        ["ghcr.io"] = ("github-container-registry", true),
        ["registry.gitlab.com"] = ("gitlab-container-registry", true),
        ["cgr.dev"] = ("chainguard", true),
    };

    public static IReadOnlyCollection<string> Names { get; } =
        ["ecr", .. Fixed.Values.Select(value => value.Name), "azure-container-registry"];

    /// <summary>The registry of a URL, and the account that a private one names.</summary>
    /// <exception cref="EcrError">ECR doesn't cache from it; worded as recorded in https://github.com/goharbor/harbor/issues/20174.</exception>
    public static (string Name, bool NeedsCredential, string? Account) Of(string url) =>
        Fixed.TryGetValue(url, out var found) ? (found.Name, found.NeedsCredential, null)
        : Azure().IsMatch(url) ? ("azure-container-registry", true, null)
        : Private().Match(url) is { Success: true } match ? ("ecr", false, match.Groups["account"].Value)
        : throw new EcrError("UnsupportedUpstreamRegistryException", $"The upstream registry URL {url} is invalid. Specify a valid upstream registry URL and try again");

    [GeneratedRegex(@"^[a-z0-9-]+\.azurecr\.io\z")]
    private static partial Regex Azure();

    [GeneratedRegex(@"^(?<account>[0-9]{12})\.dkr\.ecr\.[a-z0-9-]+\.[a-z.]+\z")]
    private static partial Regex Private();
}
