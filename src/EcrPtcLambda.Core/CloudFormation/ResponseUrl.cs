using System.Globalization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// The pre-signed URL that an answer is PUT to. Whoever has its query string can answer for the stack, so it never prints it.
/// </summary>
internal sealed class ResponseUrl
{
    /// <summary>How long CloudFormation's URLs live where they don't say so themselves.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(7200);

    // A date outside these years tells nothing, and could not be reckoned with.
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    private readonly Uri uri;

    private ResponseUrl(Uri uri) => this.uri = uri;

    /// <summary>The URL with exactly the bytes that CloudFormation signed.</summary>
    public Uri Uri => uri;

    /// <summary>When CloudFormation signed the URL, or null where it doesn't say. A redelivered event keeps it.</summary>
    public DateTimeOffset? SignedAt => (SignatureV4Date ?? (SignatureV2Expiry - DefaultLifetime)) is { Year: >= FirstYear and <= LastYear } date ? date : null;

    /// <summary>How long after <see cref="SignedAt"/> the bucket accepts an answer.</summary>
    public TimeSpan Lifetime =>
        long.TryParse(Query("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= TimeSpan.SecondsPerDay * 7
            ? TimeSpan.FromSeconds(seconds)
            : DefaultLifetime;

    /// <summary>The stack, logical id and request that CloudFormation put into the object's key, for an event that lost them; null where the key has another form.</summary>
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

    // The bounds keep the time within what DateTimeOffset knows.
    private DateTimeOffset? SignatureV2Expiry =>
        long.TryParse(Query("Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 7200 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Accepts <paramref name="text"/> as a URL that an answer may be sent to, or says why it isn't one, without repeating it.</summary>
    /// <param name="text">The event's ResponseURL; null where it is missing or not text.</param>
    /// <param name="trust">Which hosts may get an answer.</param>
    /// <param name="url">The URL, or null.</param>
    /// <returns>Null where the URL is accepted, else the reason.</returns>
    public static string? TryParse(string? text, ResponseHosts trust, out ResponseUrl? url)
    {
        url = null;
        if (text is null)
        {
            return "it is missing or not text";
        }

        // Nothing is escaped on the way out, so nothing may be in the text that would end the request line.
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return "it holds a space, a control character or a character that isn't ASCII";
        }

        if (!Uri.TryCreate(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var uri) || !uri.IsAbsoluteUri)
        {
            return "it is not an absolute URL";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "it holds user information";
        }

        if (trust.Refusal(uri) is { } refusal)
        {
            return refusal;
        }

        url = new(uri);
        return null;
    }

    /// <summary>Host and path alone.</summary>
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
