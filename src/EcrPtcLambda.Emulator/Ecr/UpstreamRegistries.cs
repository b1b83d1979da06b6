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

    // Whatever stands before it passes, and case matters: badmintoncryer/cdk-preflight, rules/ecr, measured in September 2026.
    private const string Azure = ".azurecr.io";

    public static IReadOnlyCollection<string> Names { get; } =
        ["ecr", .. Fixed.Values.Select(value => value.Name), "azure-container-registry"];

    /// <summary>The registry of a URL, and the account that a private one names.</summary>
    /// <exception cref="EcrError">ECR doesn't cache from it.</exception>
    public static EmulatedUpstream FromUrl(string url) =>
        Fixed.TryGetValue(url, out var found) ? new(found.Name, found.NeedsCredential)
        : url.Length > Azure.Length && url.EndsWith(Azure, StringComparison.Ordinal) ? new("azure-container-registry", NeedsCredential: true)
        : Private().Match(url) is { Success: true } match ? new("ecr", NeedsCredential: false, match.Groups["account"].Value, match.Groups["region"].Value)
        : throw MeasuredErrors.InvalidUrl(url);

    [GeneratedRegex(@"^(?<account>[0-9]{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.[a-z.]+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Private();
}

/// <summary>An upstream registry, as its URL tells it.</summary>
/// <param name="Account">A private registry's; null for others.</param>
/// <param name="Region">A private registry's; null for others.</param>
internal sealed record EmulatedUpstream(string Name, bool NeedsCredential, string? Account = null, string? Region = null);
