using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The registry has a rule with this prefix.</summary>
public partial class PullThroughCacheRuleAlreadyExistsException : AmazonECRException
{
    /// <summary>An exception with a message.</summary>
    public PullThroughCacheRuleAlreadyExistsException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public PullThroughCacheRuleAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception with a cause.</summary>
    public PullThroughCacheRuleAlreadyExistsException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>An exception as ECR answered it.</summary>
    public PullThroughCacheRuleAlreadyExistsException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An exception as ECR answered it, with what carried it.</summary>
    public PullThroughCacheRuleAlreadyExistsException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
