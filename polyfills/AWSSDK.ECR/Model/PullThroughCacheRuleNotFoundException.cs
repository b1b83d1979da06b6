using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The prefix has no rule.</summary>
public class PullThroughCacheRuleNotFoundException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public PullThroughCacheRuleNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public PullThroughCacheRuleNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public PullThroughCacheRuleNotFoundException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public PullThroughCacheRuleNotFoundException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public PullThroughCacheRuleNotFoundException(
        string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
