using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Log records on standard output, in the format and from the level that the function is configured for.</summary>
internal sealed class LogWriter(LogFormat format, LogLevel threshold, TimeProvider time)
{
    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static LogWriter FromEnvironment() => new(
        Setting("FORMAT")?.ToUpperInvariant() switch
        {
            "JSON" => LogFormat.Json,
            "UNFORMATTED" => LogFormat.Unformatted,
            _ => LogFormat.Text,
        },
        Level(Setting("LEVEL")) ?? LogLevel.Information,
        TimeProvider.System);

    /// <summary>The level of that name, as .NET or as Lambda's setting calls it.</summary>
    public static LogLevel? Level(string? name) => name?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFORMATION" or "INFO" => LogLevel.Information,
        "WARNING" or "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        _ => null,
    };

    /// <summary>Writes one record; one of unknown level is never dropped.</summary>
    public void Write(LogLevel? level, LambdaContext? context, string? message, Exception? exception = null, object?[]? args = null)
    {
        if (level < threshold)
        {
            return;
        }

        // One call per record: Console.Out flushes after it and no other record can come between.
        Console.Out.WriteLine(format switch
        {
            LogFormat.Json => Json(level ?? LogLevel.Information, context, message, exception, args),
            LogFormat.Text => $"{Now()}\t{context?.AwsRequestId}\t{Label(level)}{Plain(message, exception, args)}",
            _ => Plain(message, exception, args),
        });
    }

    private static string? Setting(string name) =>
        LambdaEnvironment.Variable($"AWS_LAMBDA_HANDLER_LOG_{name}") ?? LambdaEnvironment.Variable($"AWS_LAMBDA_LOG_{name}");

    private static string Plain(string? message, Exception? exception, object?[]? args)
    {
        var text = message is null ? null : MessageTemplate.Render(message, args);
        return exception is null ? $"{text}" : string.IsNullOrEmpty(text) ? $"{exception}" : $"{text}\n{exception}";
    }

    private static string Label(LogLevel? level) => level switch
    {
        LogLevel.Trace => "trce\t",
        LogLevel.Debug => "dbug\t",
        LogLevel.Information => "info\t",
        LogLevel.Warning => "warn\t",
        LogLevel.Error => "fail\t",
        LogLevel.Critical => "crit\t",
        _ => string.Empty,
    };

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(MessageTemplate.Text(value));
                break;
        }
    }

    private string Now() => time.GetUtcNow().ToString(TimestampFormat, CultureInfo.InvariantCulture);

    private string Json(LogLevel level, LambdaContext? context, string? message, Exception? exception, object?[]? args)
    {
        List<(string Name, object? Value)> properties = [];
        var text = message is null
            ? null
            : MessageTemplate.Render(message, args, (name, value) => properties.Add((name, value)));

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        HashSet<string> written = [];
        json.WriteStartObject();
        Text("timestamp", Now());
        Text("level", level.ToString());
        Text("requestId", context?.AwsRequestId);
        Text("traceId", context?.TraceId);
        Text("tenantId", context?.TenantId);
        written.Add("message");
        json.WriteString("message", text);
        if (exception is not null)
        {
            Text("errorType", exception.GetType().FullName);
            Text("errorMessage", exception.Message);
            written.Add("stackTrace");
            json.WriteStartArray("stackTrace");
            foreach (var line in exception.ToString().AsSpan().EnumerateLines())
            {
                json.WriteStringValue(line.Trim());
            }

            json.WriteEndArray();
        }

        foreach (var (name, value) in properties)
        {
            // Log queries reject a record with a duplicate property.
            if (written.Add(name))
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);

        void Text(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value) && written.Add(name))
            {
                json.WriteString(name, value);
            }
        }
    }
}
