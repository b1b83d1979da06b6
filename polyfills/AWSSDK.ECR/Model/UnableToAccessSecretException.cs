using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>ECR may not read the secret.</summary>
public class UnableToAccessSecretException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public UnableToAccessSecretException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public UnableToAccessSecretException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public UnableToAccessSecretException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>An error as the service answered it, with the HTTP error that carried it.</summary>
    public UnableToAccessSecretException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An error as the service answered it.</summary>
    public UnableToAccessSecretException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
