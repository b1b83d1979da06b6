using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>An error that ECR answered; the errors of the model are its subclasses.</summary>
public partial class AmazonECRException : AmazonServiceException
{
    /// <summary>An exception with a message.</summary>
    public AmazonECRException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public AmazonECRException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception with a cause.</summary>
    public AmazonECRException(Exception innerException)
        : base(innerException.Message, innerException)
    {
    }

    /// <summary>An exception as ECR answered it.</summary>
    public AmazonECRException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>An exception as ECR answered it, with what carried it.</summary>
    public AmazonECRException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
