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

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public UnableToAccessSecretException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public UnableToAccessSecretException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
