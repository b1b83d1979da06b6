using System.Text.Json;

namespace EcrPtcLambda.Common;

/// <summary>Reads text out of JSON that may hold anything, half a surrogate pair among it.</summary>
internal static class JsonText
{
    /// <summary>The element's text, or null where it is no string, is empty, or is not well-formed.</summary>
    public static string? Read(JsonElement element) =>
        element.ValueKind is JsonValueKind.String && TryRead(() => element.GetString()) is { Length: > 0 } text ? text : null;

    /// <summary>The property's name, or a question mark where it is not well-formed.</summary>
    public static string ReadName(JsonProperty property) => TryRead(() => property.Name) ?? "?";

    /// <summary>The last property of that name, or null where the element has none or is no object.</summary>
    public static JsonElement? Property(JsonElement element, string name)
    {
        JsonElement? found = null;
        foreach (var property in element.ValueKind is JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            found = ReadName(property) == name ? property.Value : found;
        }

        return found;
    }

    private static string? TryRead(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
