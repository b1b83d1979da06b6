using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The upstream registry is none that pull through cache supports.</summary>
public class UnsupportedUpstreamRegistryException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public UnsupportedUpstreamRegistryException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public UnsupportedUpstreamRegistryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public UnsupportedUpstreamRegistryException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>An error as the service answered it, with the HTTP error that carried it.</summary>
    public UnsupportedUpstreamRegistryException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An error as the service answered it.</summary>
    public UnsupportedUpstreamRegistryException(
        string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
