using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>Amazon ECR failed. The call can be retried.</summary>
public class ServerException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public ServerException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public ServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public ServerException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public ServerException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public ServerException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
