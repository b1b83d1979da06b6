namespace EcrPtcLambda.Emulator.Http;

/// <summary>A request as it stands on the wire, whichever transport carries it.</summary>
/// <param name="Target">Path and query, byte for byte.</param>
/// <param name="Headers">By name in any case; each with its raw value.</param>
internal sealed record EmulatedRequest(string Method, string Target, string Host, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What is answered.</summary>
internal sealed record EmulatedResponse(int Status, string? ContentType, byte[] Body, params (string Name, string Value)[] Headers)
{
    public static EmulatedResponse Empty(int status) => new(status, null, []);
}

/// <summary>Ends the connection without an answer.</summary>
/// <param name="isRefused">Whether there was none to begin with.</param>
internal sealed class ConnectionEndedException(bool isRefused = false) : Exception(isRefused ? "The connection was refused." : "The connection was reset.")
{
    public bool IsRefused => isRefused;
}
