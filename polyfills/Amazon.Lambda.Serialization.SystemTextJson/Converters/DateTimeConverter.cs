using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Some AWS events write dates as seconds, some as milliseconds since the Unix epoch.</summary>
internal sealed class DateTimeConverter : JsonConverter<DateTime>
{
    // As seconds this is beyond the year 9999.
    private const double MostSeconds = 253_402_300_799;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return reader.GetDateTime();
        }

        var sinceEpoch = reader.GetDouble();
        return Math.Abs(sinceEpoch) > MostSeconds
            ? DateTime.UnixEpoch.AddMilliseconds(sinceEpoch)
            : DateTime.UnixEpoch.AddSeconds(sinceEpoch);
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
