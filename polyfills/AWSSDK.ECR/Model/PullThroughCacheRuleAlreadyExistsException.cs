using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The prefix already has a rule.</summary>
public class PullThroughCacheRuleAlreadyExistsException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public PullThroughCacheRuleAlreadyExistsException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public PullThroughCacheRuleAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public PullThroughCacheRuleAlreadyExistsException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>An error as the service answered it, with the HTTP error that carried it.</summary>
    public PullThroughCacheRuleAlreadyExistsException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An error as the service answered it.</summary>
    public PullThroughCacheRuleAlreadyExistsException(
        string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
