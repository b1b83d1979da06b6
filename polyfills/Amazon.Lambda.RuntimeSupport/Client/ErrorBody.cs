using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The JSON that the Runtime API takes as an error; bounded, as exceptions are not.</summary>
internal static class ErrorBody
{
    private const int MaxMessage = 16 * 1024;
    private const int MaxFrames = 64;
    private const int MaxFrame = 1024;
    private const int MaxCauses = 4;

    public static ReadOnlyMemory<byte> Of(Exception exception)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(json, exception, MaxCauses);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Exception exception, int causesLeft)
    {
        json.WriteStartObject();
        json.WriteString("errorType", exception.GetType().Name);
        json.WriteString("errorMessage", Cut(exception.Message, MaxMessage));
        WriteStackTrace(json, exception.StackTrace);
        if (exception.InnerException is { } cause && causesLeft > 0)
        {
            json.WritePropertyName("cause");
            Write(json, cause, causesLeft - 1);
        }

        json.WriteEndObject();
    }

    private static void WriteStackTrace(Utf8JsonWriter json, string? stackTrace)
    {
        json.WriteStartArray("stackTrace");
        var frames = 0;
        foreach (var line in stackTrace.AsSpan().EnumerateLines())
        {
            var frame = line.Trim();
            if (frame.IsEmpty)
            {
                continue;
            }

            if (frames++ == MaxFrames)
            {
                json.WriteStringValue("…");
                break;
            }

            json.WriteStringValue(Cut(frame, MaxFrame));
        }

        json.WriteEndArray();
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        // Half of a surrogate pair is not text that JSON can carry.
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
