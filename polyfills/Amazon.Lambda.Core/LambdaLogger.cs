using System.Text;

namespace Amazon.Lambda.Core;

/// <summary>
/// Logging for code that has no <see cref="ILambdaContext"/> at hand: plain records on standard output, which Lambda
/// sends to CloudWatch Logs. They carry no request id and know no threshold; prefer <see cref="ILambdaContext.Logger"/>.
/// </summary>
public static class LambdaLogger
{
    /// <summary>Writes one record.</summary>
    /// <param name="message">The record's text.</param>
    public static void Log(string message) => Console.WriteLine(message);

    /// <summary>Writes one record with its level before it.</summary>
    /// <param name="level">A <see cref="LogLevel"/>, by name.</param>
    /// <param name="message">The text; the arguments follow it.</param>
    /// <param name="args">Values that belong to the message.</param>
    public static void Log(string level, string message, params object?[] args)
    {
        var line = new StringBuilder($"{level}: {message}");
        if (args is { Length: > 0 })
        {
            line.Append(" Arguments:");
            foreach (var arg in args)
            {
                line.Append(" \"").Append(arg).Append('"');
            }
        }

        Console.WriteLine(line);
    }

    /// <inheritdoc cref="Log(string, string, object?[])"/>
    public static void Log(LogLevel level, string message, params object?[] args) => Log(level.ToString(), message, args);

    /// <summary>Writes one record with its level before it, then the exception.</summary>
    /// <param name="level">A <see cref="LogLevel"/>, by name.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="message">The text; the arguments follow it.</param>
    /// <param name="args">Values that belong to the message.</param>
    public static void Log(string level, Exception exception, string message, params object?[] args)
    {
        Log(level, message, args);
        Console.WriteLine(exception);
    }

    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    public static void Log(LogLevel level, Exception exception, string message, params object?[] args) =>
        Log(level.ToString(), exception, message, args);
}
