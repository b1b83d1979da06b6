using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace EcrPtcLambda.CloudFormation;

/// <summary>Reads an event. If it isn't valid JSON, reads the properties that precede the error.</summary>
internal static class EventReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static CustomResourceEvent Read(byte[] payload, ILambdaSerializer serializer)
    {
        payload = payload.AsSpan().StartsWith(ByteOrderMark) ? payload[ByteOrderMark.Length..] : payload;
        try
        {
            using var stream = new MemoryStream(payload, writable: false);
            return serializer.Deserialize<CustomResourceEvent>(stream) ?? new CustomResourceEvent { ParseError = "it is null" };
        }
        catch (JsonSerializerException exception)
        {
            return ReadDeep(payload) ?? Recover(payload) with { ParseError = Place(exception.InnerException as JsonException) };
        }
    }

    // The serializer's limit is 64 levels. Deeper JSON is valid too, and its deep properties are identified by name.
    private static CustomResourceEvent? ReadDeep(byte[] payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, CustomResourceJsonContext.Deep.CustomResourceEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The exception's message is left out: it quotes a part of the event, which can be the ResponseURL's signature.
    private static string Place(JsonException? exception) => exception is { LineNumber: { } line, BytePositionInLine: { } column }
        ? string.Create(CultureInfo.InvariantCulture, $"it breaks off or goes wrong at line {line + 1}, byte {column + 1}")
        : "it can't be read";

    private static CustomResourceEvent Recover(byte[] payload)
    {
        var fields = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(fields))
        {
            writer.WriteStartObject();
            CopyReadableFields(payload, writer);
            writer.WriteEndObject();
        }

        return JsonSerializer.Deserialize(fields.WrittenSpan, CustomResourceJsonContext.Default.CustomResourceEvent)!;
    }

    private static void CopyReadableFields(byte[] payload, Utf8JsonWriter writer)
    {
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                {
                    var name = reader.GetString()!;
                    if (reader.Read() && reader.TokenType is JsonTokenType.String)
                    {
                        writer.WriteString(name, reader.GetString());
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The properties before the error are all that can be recovered.
        }
    }
}
