using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>Pull through cache does not support the upstream registry.</summary>
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

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public UnsupportedUpstreamRegistryException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public UnsupportedUpstreamRegistryException(
        string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
