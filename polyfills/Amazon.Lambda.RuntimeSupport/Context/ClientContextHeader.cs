using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed record ClientContextHeader(
    IDictionary<string, string>? Environment,
    IClientApplication? Client,
    IDictionary<string, string>? Custom) : IClientContext
{
    public static ClientContextHeader Parse(string? json)
    {
        if (json is null)
        {
            return new(null, null, null);
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(
            Values(root, "env"),
            root.TryGetProperty("client", out var client) && client.ValueKind == JsonValueKind.Object ? Application.Of(client) : null,
            Values(root, "custom"));
    }

    private static Dictionary<string, string>? Values(JsonElement root, string name) =>
        root.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Object
            ? values.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.ToString())
            : null;

    private sealed record Application(
        string? AppPackageName,
        string? AppTitle,
        string? AppVersionCode,
        string? AppVersionName,
        string? InstallationId) : IClientApplication
    {
        public static Application Of(JsonElement client) => new(
            Text(client, "app_package_name"),
            Text(client, "app_title"),
            Text(client, "app_version_code"),
            Text(client, "app_version_name"),
            Text(client, "installation_id"));

        private static string? Text(JsonElement client, string name) =>
            client.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}
