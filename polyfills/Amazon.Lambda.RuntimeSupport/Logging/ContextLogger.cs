using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Writes records that carry one invocation's request id.</summary>
internal sealed class ContextLogger(LambdaContext context, LogWriter log) : ILambdaLogger
{
    public void Log(string message) => Console.Out.Write(message);

    public void LogLine(string message) => log.Write(LogLevel.Information, context, message);

    public void Log(string level, string message) => log.Write(LogWriter.Level(level), context, message);

    public void Log(string level, string message, params object?[] args) =>
        log.Write(LogWriter.Level(level), context, message, exception: null, args);

    public void Log(string level, Exception exception, string message, params object?[] args) =>
        log.Write(LogWriter.Level(level), context, message, exception, args);
}
