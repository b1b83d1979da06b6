using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed record CognitoIdentityHeader(string? IdentityId, string? IdentityPoolId) : ICognitoIdentity
{
    public static CognitoIdentityHeader Parse(string? json)
    {
        if (json is null)
        {
            return new(null, null);
        }

        using var document = JsonDocument.Parse(json);
        return new(Text("cognitoIdentityId"), Text("cognitoIdentityPoolId"));

        string? Text(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
