using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>An error response of Amazon ECR. The base class itself represents errors that the called operation does not model.</summary>
public class AmazonECRException : AmazonServiceException
{
    /// <summary>An error with a message.</summary>
    public AmazonECRException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public AmazonECRException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public AmazonECRException(Exception innerException)
        : base(innerException.Message, innerException)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public AmazonECRException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public AmazonECRException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
