namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>An event could not be read or a result not be written; the inner exception says why.</summary>
public class JsonSerializerException : Exception
{
    /// <summary>Fails with a message.</summary>
    /// <param name="message">The error message.</param>
    public JsonSerializerException(string message)
        : base(message)
    {
    }

    /// <summary>Fails with a message and its cause.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="exception">Why.</param>
    public JsonSerializerException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
