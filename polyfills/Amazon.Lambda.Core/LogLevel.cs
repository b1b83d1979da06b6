namespace Amazon.Lambda.Core;

/// <summary>The severity of a log record. The function's log level setting drops records below it.</summary>
public enum LogLevel
{
    /// <summary>The finest detail.</summary>
    Trace = 0,

    /// <summary>Of use while developing.</summary>
    Debug = 1,

    /// <summary>The ordinary course of things; the default threshold.</summary>
    Information = 2,

    /// <summary>Unexpected, yet the invocation goes on.</summary>
    Warning = 3,

    /// <summary>The invocation failed.</summary>
    Error = 4,

    /// <summary>The function can't go on; Lambda's setting calls it <c>FATAL</c>.</summary>
    Critical = 5,
}
