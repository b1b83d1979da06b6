using System.Text.Json;

namespace EcrPtcLambda.Common;

/// <summary>Reads strings from any JSON, including strings that contain an unpaired surrogate.</summary>
internal static class JsonText
{
    /// <summary>Returns the element's string, or null if it is not a string, is empty or is not well-formed.</summary>
    public static string? Read(JsonElement element) =>
        element.ValueKind is JsonValueKind.String && TryRead(() => element.GetString()) is { Length: > 0 } text ? text : null;

    /// <summary>Returns the property's name, or a question mark if it is not well-formed.</summary>
    public static string ReadName(JsonProperty property) => TryRead(() => property.Name) ?? "?";

    /// <summary>Returns the last property with that name, or null if there is none or the element is not an object.</summary>
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
