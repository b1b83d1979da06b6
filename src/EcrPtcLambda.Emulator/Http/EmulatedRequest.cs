namespace EcrPtcLambda.Emulator.Http;

/// <summary>An HTTP request, from any transport.</summary>
/// <param name="Target">The path and query, unchanged.</param>
/// <param name="Headers">The raw values by case-insensitive name.</param>
internal sealed record EmulatedRequest(string Method, string Target, string Host, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>An HTTP response.</summary>
internal sealed record EmulatedResponse(int Status, string? ContentType, byte[] Body, params (string Name, string Value)[] Headers)
{
    public static EmulatedResponse Empty(int status) => new(status, null, []);
}

/// <summary>Closes the connection without a response.</summary>
/// <param name="isRefused">True if the connection was refused.</param>
internal sealed class ConnectionEndedException(bool isRefused = false) : Exception(isRefused ? "The connection was refused." : "The connection was reset.")
{
    public bool IsRefused => isRefused;
}
