using System.Text.Json;

namespace EcrPtcLambda.Emulator.Tests.Conformance;

/// <summary>One text for all JSON that means the same: members in order, and escapes and spaces alike.</summary>
internal static class CanonicalJson
{
    public static string From(string json)
    {
        using var document = JsonDocument.Parse(json);
        return From(document.RootElement);
    }

    public static string From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"\"{member.Name}\":{From(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(From))}]",
        JsonValueKind.String => $"\"{JsonEncodedText.Encode(json.GetString()!)}\"",
        _ => json.GetRawText(),
    };
}
