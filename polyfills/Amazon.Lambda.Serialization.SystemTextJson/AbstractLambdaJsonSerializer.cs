using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Serialization.SystemTextJson.Converters;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>The base class of Lambda serializers that use System.Text.Json.</summary>
public abstract class AbstractLambdaJsonSerializer
{
    /// <summary>Sets <see cref="WriterOptions"/> up.</summary>
    /// <param name="jsonWriterCustomizer">Receives the options by value, so it can't change them.</param>
    protected AbstractLambdaJsonSerializer(Action<JsonWriterOptions>? jsonWriterCustomizer)
    {
        // Lambda's payloads are never part of a web page, so only what JSON demands is escaped.
        WriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        jsonWriterCustomizer?.Invoke(WriterOptions);
    }

    /// <summary>The options for writing results.</summary>
    protected JsonWriterOptions WriterOptions { get; }

    /// <summary>Writes a handler's result.</summary>
    /// <typeparam name="T">The handler's output type.</typeparam>
    /// <param name="response">The result of the handler.</param>
    /// <param name="responseStream">Takes the JSON; stays open.</param>
    /// <exception cref="JsonSerializerException">The result can't be written.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        try
        {
            using var writer = new Utf8JsonWriter(responseStream, WriterOptions);
            InternalSerialize(writer, response);
        }
        catch (Exception exception)
        {
            throw new JsonSerializerException(
                $"Error converting the response object of type {typeof(T).FullName} from the Lambda function to JSON: {exception.Message}",
                exception);
        }
    }

    /// <summary>Reads an event.</summary>
    /// <typeparam name="T">The handler's input type.</typeparam>
    /// <param name="requestStream">The JSON. A <see cref="MemoryStream"/> is read from its beginning, any other from where it stands.</param>
    /// <returns>The event as an object.</returns>
    /// <exception cref="JsonSerializerException">The payload is not the JSON of such an object.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            if (requestStream is MemoryStream memory)
            {
                return InternalDeserialize<T>(memory.ToArray());
            }

            using var copy = new MemoryStream();
            requestStream.CopyTo(copy);
            return InternalDeserialize<T>(copy.ToArray());
        }
        catch (Exception exception)
        {
            var cause = exception is JsonException json ? WithoutPayload(json) : exception;
            throw new JsonSerializerException(
                $"Error converting the Lambda event JSON payload to type {typeof(T).FullName}: {cause.Message}",
                cause);
        }
    }

    /// <summary>
    /// The options before any customizer: names as they are and read in any case, nulls not written, dates also as seconds
    /// since the Unix epoch, bytes as an array of numbers.
    /// </summary>
    /// <returns>New options.</returns>
    protected virtual JsonSerializerOptions CreateDefaultJsonSerializationOptions() => new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNameCaseInsensitive = true,
        PropertyNamingPolicy = new AwsNamingPolicy(),
        Converters = { new DateTimeConverter(), new MemoryStreamConverter(), new ByteArrayConverter() },
    };

    /// <summary>Writes; exceptions are wrapped by the caller.</summary>
    /// <typeparam name="T">The handler's output type.</typeparam>
    /// <param name="writer">Takes the JSON.</param>
    /// <param name="response">The result of the handler.</param>
    protected abstract void InternalSerialize<T>(Utf8JsonWriter writer, T response);

    /// <summary>Reads; exceptions are wrapped by the caller.</summary>
    /// <typeparam name="T">The handler's input type.</typeparam>
    /// <param name="utf8Json">The whole payload.</param>
    /// <returns>The event as an object.</returns>
    protected abstract T InternalDeserialize<T>(byte[] utf8Json);

    // The reader's own messages quote what they stumbled over, and this exception ends in the log: an event stays out of it.
    private static JsonException WithoutPayload(JsonException exception) => new(
        $"The payload is not the JSON expected. Path: {exception.Path} | LineNumber: {exception.LineNumber} | BytePositionInLine: {exception.BytePositionInLine}.",
        exception.Path,
        exception.LineNumber,
        exception.BytePositionInLine);
}
