namespace Packages.Tests.Lambda;

/// <summary>One request that reached the Runtime API.</summary>
public sealed record RuntimeCall(
    HttpMethod Method,
    string Host,
    string Path,
    Version Version,
    IReadOnlyDictionary<string, string> Headers,
    string? ContentType,
    string Body)
{
    public static async Task<RuntimeCall> OfAsync(HttpRequestMessage request, CancellationToken cancellationToken) => new(
        request.Method,
        request.RequestUri!.Authority,
        request.RequestUri.AbsolutePath,
        request.Version,
        request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        request.Content?.Headers.ContentType?.ToString(),
        request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken));
}
