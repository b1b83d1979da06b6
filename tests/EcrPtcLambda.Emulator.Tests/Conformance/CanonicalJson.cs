using System.Text.Json;

namespace EcrPtcLambda.Emulator.Tests.Conformance;

/// <summary>One text for all JSON that means the same: members in order, and escapes and spaces alike.</summary>
internal static class CanonicalJson
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static string Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"\"{member.Name}\":{Of(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Of))}]",
        JsonValueKind.String => $"\"{JsonEncodedText.Encode(json.GetString()!)}\"",
        _ => json.GetRawText(),
    };
}
