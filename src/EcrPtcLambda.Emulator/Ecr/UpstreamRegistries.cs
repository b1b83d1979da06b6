using System.Text.RegularExpressions;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>The upstream registries that Amazon ECR supports (user guide, pull-through-cache).</summary>
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

    // Any prefix is accepted, and case matters (measured by badmintoncryer/cdk-preflight, rules/ecr, September 2026).
    private const string Azure = ".azurecr.io";

    public static IReadOnlyCollection<string> Names { get; } =
        ["ecr", .. Fixed.Values.Select(value => value.Name), "azure-container-registry"];

    /// <summary>Returns the registry of a URL, with the account and Region of a private registry.</summary>
    /// <exception cref="EcrError">Amazon ECR doesn't support the registry.</exception>
    public static EmulatedUpstream FromUrl(string url) =>
        Fixed.TryGetValue(url, out var found) ? new(found.Name, found.NeedsCredential)
        : url.Length > Azure.Length && url.EndsWith(Azure, StringComparison.Ordinal) ? new("azure-container-registry", NeedsCredential: true)
        : Private().Match(url) is { Success: true } match ? new("ecr", NeedsCredential: false, match.Groups["account"].Value, match.Groups["region"].Value)
        : throw MeasuredErrors.InvalidUrl(url);

    [GeneratedRegex(@"^(?<account>[0-9]{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.[a-z0-9.]+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Private();
}

/// <summary>The upstream registry of a URL.</summary>
/// <param name="Account">The account of a private registry; null for others.</param>
/// <param name="Region">The Region of a private registry; null for others.</param>
internal sealed record EmulatedUpstream(string Name, bool NeedsCredential, string? Account = null, string? Region = null);
