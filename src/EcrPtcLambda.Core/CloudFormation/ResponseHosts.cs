using Amazon;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// The hosts that can receive a response: hosts under the DNS suffix of an AWS partition over HTTPS and, for local runs, the hosts in
/// ECR_PTC_RESPONSE_HOSTS.
/// </summary>
internal sealed class ResponseHosts
{
    private readonly IReadOnlyList<string> operatorHosts;

    private ResponseHosts(IReadOnlyList<string> operatorHosts) => this.operatorHosts = operatorHosts;

    /// <param name="environmentValue">
    /// ECR_PTC_RESPONSE_HOSTS: <c>host[:port]</c>, comma-separated. A host without a port means the default port of the URL's scheme.
    /// </param>
    public static ResponseHosts From(string? environmentValue) =>
        new((environmentValue ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Returns the reason that a response can't be sent to <paramref name="uri"/>, or null if it can.</summary>
    public string? Refusal(Uri uri) => uri switch
    {
        { Scheme: "http" or "https" } when IsOperators(uri) => null,
        { Scheme: not "https" } => "its scheme isn't https",
        { Port: not 443 } => "its port isn't 443",
        { HostNameType: not UriHostNameType.Dns } => "its host isn't a DNS name",
        _ when !PartitionSuffixes().Any(suffix => uri.Host.EndsWith($".{suffix}", StringComparison.OrdinalIgnoreCase)) =>
            "its host isn't under the DNS suffix of an AWS partition",
        _ => null,
    };

    private bool IsOperators(Uri uri) =>
        operatorHosts.Any(host => host.Equals(uri.Authority, StringComparison.OrdinalIgnoreCase)
            || host.Equals($"{uri.Host}:{uri.Port}", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> PartitionSuffixes() =>
        RegionEndpoint.EnumerableAllRegions.Select(region => region.PartitionDnsSuffix).Distinct();
}
