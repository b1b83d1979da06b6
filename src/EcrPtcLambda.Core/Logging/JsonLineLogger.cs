using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Logging;

/// <summary>
/// Writes one JSON object per line without buffering: a buffered line would stay in a frozen sandbox. The fields are those of Lambda's
/// JSON log format.
/// </summary>
/// <param name="output">The stream for log lines; stdout in the function.</param>
/// <param name="clock">The source of timestamps.</param>
/// <param name="minimum">The least severe level that is written.</param>
/// <param name="requestId">The Lambda request ID of the invocation.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html"/>
internal sealed class JsonLineLogger(Stream output, TimeProvider clock, LogLevel minimum, string requestId) : ILogger
{
    // CloudWatch Logs truncates lines at 256 KiB. A stack trace is much shorter than this limit.
    private const int LongestText = 16 * 1024;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel is not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        WriteLine(logLevel, writer =>
        {
            writer.WriteString("message", Shortened(formatter(state, exception)));
            if (eventId.Name is { } name)
            {
                writer.WriteString("event", name);
            }

            if (exception is not null)
            {
                writer.WriteString("errorType", exception.GetType().Name);
                writer.WriteString("errorMessage", Shortened(exception.Message));
                writer.WriteString("stackTrace", Shortened(exception.ToString()));
            }
        });
    }

    /// <summary>Writes the summary of the invocation at any minimum level, because CloudWatch extracts metrics from it.</summary>
    public void Write(InvocationSummary summary)
    {
        WriteLine(summary.Outcome is InvocationSummary.Success ? LogLevel.Information : LogLevel.Warning, summary.WriteTo);
    }

    private void WriteLine(LogLevel level, Action<Utf8JsonWriter> writeFields)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("level", Name(level));
            writer.WriteString("requestId", requestId);
            writeFields(writer);
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        try
        {
            output.Write(line.WrittenSpan);
            output.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The log is full, or no longer read, or standard output is closed: .NET reports EBADF as UnauthorizedAccessException. The event
            // still gets a response.
        }
    }

    private static string Shortened(string text) => text.Length > LongestText ? $"{text[..LongestText]}…" : text;

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
