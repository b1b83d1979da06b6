namespace Amazon.Lambda.Core;

/// <summary>
/// Writes log records of an invocation to CloudWatch Logs. The function's log level setting
/// (<c>AWS_LAMBDA_HANDLER_LOG_LEVEL</c>, else <c>AWS_LAMBDA_LOG_LEVEL</c>) drops records below it; without a setting
/// the threshold is <see cref="LogLevel.Information"/>. Messages may hold named places, filled by the arguments in order.
/// </summary>
public interface ILambdaLogger
{
    /// <summary>Writes text as it is, without ending the record.</summary>
    /// <param name="message">The text.</param>
    void Log(string message);

    /// <summary>Writes one record of no stated level.</summary>
    /// <param name="message">The record's text.</param>
    void LogLine(string message);

    /// <summary>Writes one record.</summary>
    /// <param name="level">A <see cref="LogLevel"/>, by name; case doesn't matter.</param>
    /// <param name="message">The record's text.</param>
    void Log(string level, string message) => LogLine(message);

    /// <summary>Writes one record.</summary>
    /// <param name="level">The record's level.</param>
    /// <param name="message">The record's text.</param>
    void Log(LogLevel level, string message) => Log(level.ToString(), message);

    /// <summary>Writes one record.</summary>
    /// <param name="level">A <see cref="LogLevel"/>, by name; case doesn't matter.</param>
    /// <param name="message">The record's text, with places for the arguments.</param>
    /// <param name="args">Fill the places; in JSON logs they are also properties of the record.</param>
    void Log(string level, string message, params object?[] args) => Log(level, MessageTemplate.Render(message, args));

    /// <summary>Writes one record with an exception.</summary>
    /// <param name="level">A <see cref="LogLevel"/>, by name; case doesn't matter.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="message">The record's text, with places for the arguments.</param>
    /// <param name="args">Fill the places; in JSON logs they are also properties of the record.</param>
    void Log(string level, Exception exception, string message, params object?[] args)
    {
        Log(level, message, args);
        Log(level, exception.ToString());
    }

    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void Log(LogLevel level, string message, params object?[] args) => Log(level.ToString(), message, args);

    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    void Log(LogLevel level, Exception exception, string message, params object?[] args) =>
        Log(level.ToString(), exception, message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Trace"/>.</summary>
    /// <param name="message">The record's text.</param>
    void LogTrace(string message) => Log(nameof(LogLevel.Trace), message);

    /// <summary>Writes one record of <see cref="LogLevel.Trace"/>.</summary>
    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void LogTrace(string message, params object?[] args) => Log(nameof(LogLevel.Trace), message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Trace"/> with an exception.</summary>
    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    void LogTrace(Exception exception, string message, params object?[] args) =>
        Log(nameof(LogLevel.Trace), exception, message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Debug"/>.</summary>
    /// <param name="message">The record's text.</param>
    void LogDebug(string message) => Log(nameof(LogLevel.Debug), message);

    /// <summary>Writes one record of <see cref="LogLevel.Debug"/>.</summary>
    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void LogDebug(string message, params object?[] args) => Log(nameof(LogLevel.Debug), message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Debug"/> with an exception.</summary>
    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    void LogDebug(Exception exception, string message, params object?[] args) =>
        Log(nameof(LogLevel.Debug), exception, message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Information"/>.</summary>
    /// <param name="message">The record's text.</param>
    void LogInformation(string message) => Log(nameof(LogLevel.Information), message);

    /// <summary>Writes one record of <see cref="LogLevel.Information"/>.</summary>
    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void LogInformation(string message, params object?[] args) => Log(nameof(LogLevel.Information), message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Information"/> with an exception.</summary>
    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    void LogInformation(Exception exception, string message, params object?[] args) =>
        Log(nameof(LogLevel.Information), exception, message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Warning"/>.</summary>
    /// <param name="message">The record's text.</param>
    void LogWarning(string message) => Log(nameof(LogLevel.Warning), message);

    /// <summary>Writes one record of <see cref="LogLevel.Warning"/>.</summary>
    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void LogWarning(string message, params object?[] args) => Log(nameof(LogLevel.Warning), message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Warning"/> with an exception.</summary>
    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    void LogWarning(Exception exception, string message, params object?[] args) =>
        Log(nameof(LogLevel.Warning), exception, message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Error"/>.</summary>
    /// <param name="message">The record's text.</param>
    void LogError(string message) => Log(nameof(LogLevel.Error), message);

    /// <summary>Writes one record of <see cref="LogLevel.Error"/>.</summary>
    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void LogError(string message, params object?[] args) => Log(nameof(LogLevel.Error), message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Error"/> with an exception.</summary>
    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    void LogError(Exception exception, string message, params object?[] args) =>
        Log(nameof(LogLevel.Error), exception, message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Critical"/>.</summary>
    /// <param name="message">The record's text.</param>
    void LogCritical(string message) => Log(nameof(LogLevel.Critical), message);

    /// <summary>Writes one record of <see cref="LogLevel.Critical"/>.</summary>
    /// <inheritdoc cref="Log(string, string, object?[])"/>
    void LogCritical(string message, params object?[] args) => Log(nameof(LogLevel.Critical), message, args);

    /// <summary>Writes one record of <see cref="LogLevel.Critical"/> with an exception.</summary>
    /// <inheritdoc cref="Log(string, Exception, string, object?[])"/>
    void LogCritical(Exception exception, string message, params object?[] args) =>
        Log(nameof(LogLevel.Critical), exception, message, args);
}
