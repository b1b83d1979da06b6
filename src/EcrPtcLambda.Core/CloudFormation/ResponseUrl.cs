using System.Globalization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The presigned URL for the response. The query string is a credential for the stack and is never printed.</summary>
internal sealed class ResponseUrl
{
    /// <summary>The lifetime of CloudFormation's URLs that don't specify one.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(7200);

    // Dates outside these years are invalid, and would overflow date arithmetic.
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    private readonly Uri uri;

    private ResponseUrl(Uri uri) => this.uri = uri;

    /// <summary>The URL with exactly the bytes that CloudFormation signed.</summary>
    public Uri Uri => uri;

    /// <summary>The time at which CloudFormation signed the URL, or null if it is unknown. A redelivered event has the same URL.</summary>
    public DateTimeOffset? SignedAt => (SignatureV4Date ?? (SignatureV2Expiry - DefaultLifetime)) is { Year: >= FirstYear and <= LastYear } date ? date : null;

    /// <summary>The time after <see cref="SignedAt"/> during which the bucket accepts a response.</summary>
    public TimeSpan Lifetime =>
        long.TryParse(Query("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= TimeSpan.SecondsPerDay * 7
            ? TimeSpan.FromSeconds(seconds)
            : DefaultLifetime;

    /// <summary>
    /// The stack, logical ID and request in the object's key, for an event that lacks them. Null if the key has another format.
    /// </summary>
    public (string StackId, string LogicalResourceId, string RequestId)? Ids
    {
        get
        {
            var parts = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')).Split('|');
            return parts.Length == 3 && !parts.Contains("") ? (parts[0], parts[1], parts[2]) : null;
        }
    }

    private DateTimeOffset? SignatureV4Date =>
        DateTimeOffset.TryParseExact(
            Query("X-Amz-Date"), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    // The bounds keep the time within the range of DateTimeOffset.
    private DateTimeOffset? SignatureV2Expiry =>
        long.TryParse(Query("Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 7200 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>
    /// Parses <paramref name="text"/> as a URL that a response can be sent to. The reason for a failure doesn't quote the URL.
    /// </summary>
    /// <param name="text">The event's ResponseURL. Null if it is missing or not a string.</param>
    /// <param name="trust">The hosts that can receive a response.</param>
    /// <param name="url">The URL, or null.</param>
    /// <returns>Null if the URL is valid; otherwise the reason that it isn't.</returns>
    public static string? TryParse(string? text, ResponseHosts trust, out ResponseUrl? url)
    {
        url = null;
        if (text is null)
        {
            return "it is missing or not a string";
        }

        // The URL is sent without escaping, so it must not contain a character that ends the request line.
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "it contains a space, a control character or a character that isn't ASCII";
        }

        if (!Uri.TryCreate(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var uri) || !uri.IsAbsoluteUri)
        {
            return "it is not an absolute URL";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "it contains user information";
        }

        if (trust.Refusal(uri) is { } refusal)
        {
            return refusal;
        }

        url = new(uri);
        return null;
    }

    /// <summary>Returns the host and path only.</summary>
    public override string ToString() => $"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}?…";

    private string? Query(string name)
    {
        foreach (var pair in uri.Query.TrimStart('?').Split('&'))
        {
            if (pair.StartsWith($"{name}=", StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(pair[(name.Length + 1)..]);
            }
        }

        return null;
    }
}
