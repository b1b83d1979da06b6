using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The account's quota, such as that of rules per registry, is used up.</summary>
/// <remarks>AWSSDK.Core counts the code as throttling, so a call is tried again before this is thrown.</remarks>
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

    /// <summary>An error as the service answered it, with the HTTP error that carried it.</summary>
    public LimitExceededException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An error as the service answered it.</summary>
    public LimitExceededException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
