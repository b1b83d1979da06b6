using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The request failed validation.</summary>
public class ValidationException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public ValidationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public ValidationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public ValidationException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public ValidationException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public ValidationException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
