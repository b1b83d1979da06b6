using System.Text;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>A logger for tests: keeps what is logged, drops nothing, and shows it on the console.</summary>
public class TestLambdaLogger : ILambdaLogger
{
    /// <summary>All that was logged.</summary>
    public StringBuilder Buffer { get; } = new();

    /// <inheritdoc/>
    public void Log(string message)
    {
        Buffer.Append(message);
        Console.Write(message);
    }

    /// <inheritdoc/>
    public void LogLine(string message)
    {
        Buffer.AppendLine(message);
        Console.WriteLine(message);
    }

    /// <summary>Logs a line: the level, a colon, the message.</summary>
    /// <param name="level">The level's name.</param>
    /// <param name="message">The message.</param>
    public void Log(string level, string message) => LogLine($"{level}: {message}");

    /// <summary>Logs a line as without arguments, then each argument on an indented line of its own.</summary>
    /// <param name="level">The level's name.</param>
    /// <param name="message">The message; its places stay unfilled.</param>
    /// <param name="args">The arguments.</param>
    public void Log(string level, string message, params object?[] args) => LogLine(Entry(level, message, args).ToString());

    /// <summary>Logs the message and its arguments, then the exception.</summary>
    /// <param name="level">The level's name.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="message">The message; its places stay unfilled.</param>
    /// <param name="args">The arguments.</param>
    public void Log(string level, Exception exception, string message, params object?[] args)
    {
        var entry = Entry(level, message, args);
        if (exception is not null)
        {
            entry.AppendLine().Append(exception).AppendLine();
        }

        LogLine(entry.ToString());
    }

    private static StringBuilder Entry(string level, string message, object?[] args)
    {
        var entry = new StringBuilder($"{level}: {message}");
        if (args is { Length: > 0 })
        {
            entry.AppendLine();
            foreach (var arg in args)
            {
                entry.Append('\t').Append(arg).AppendLine();
            }
        }

        return entry;
    }
}
