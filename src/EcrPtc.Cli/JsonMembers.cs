using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcrPtc.Cli;

/// <summary>Reads JSON whose form isn't known.</summary>
internal static class JsonMembers
{
    extension(JsonElement json)
    {
        /// <summary>Returns the text of a member, or null if the element isn't an object or has no such string.</summary>
        public string? TextOf(string member) =>
            json.ValueKind is JsonValueKind.Object && json.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
    }

    extension(JsonObject json)
    {
        /// <summary>Returns the text of a member, or null if the object has no such string.</summary>
        public string? TextOf(string member) => json[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    extension(JsonException exception)
    {
        /// <summary>The place of the error, as LINE:COLUMN from 1.</summary>
        public string Place => $"{(exception.LineNumber ?? 0) + 1}:{(exception.BytePositionInLine ?? 0) + 1}";
    }
}
