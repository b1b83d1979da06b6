using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>ECR failed; the call may be tried again.</summary>
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

    /// <summary>An error as the service answered it, with the HTTP error that carried it.</summary>
    public ServerException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An error as the service answered it.</summary>
    public ServerException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
