using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>ECR does not cache from this registry.</summary>
public partial class UnsupportedUpstreamRegistryException : AmazonECRException
{
    /// <summary>An exception with a message.</summary>
    public UnsupportedUpstreamRegistryException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public UnsupportedUpstreamRegistryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception with a cause.</summary>
    public UnsupportedUpstreamRegistryException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>An exception as ECR answered it.</summary>
    public UnsupportedUpstreamRegistryException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An exception as ECR answered it, with what carried it.</summary>
    public UnsupportedUpstreamRegistryException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
