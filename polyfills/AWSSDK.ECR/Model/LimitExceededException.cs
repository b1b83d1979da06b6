using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The account's quota, such as that of rules per registry, is used up.</summary>
/// <remarks>AWSSDK.Core treats the code as throttling, so the call is retried before this exception is thrown.</remarks>
public class LimitExceededException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public LimitExceededException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public LimitExceededException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public LimitExceededException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
