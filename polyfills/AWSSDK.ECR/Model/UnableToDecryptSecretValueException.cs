using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>ECR may read the secret but not decrypt it.</summary>
public class UnableToDecryptSecretValueException : AmazonECRException
{
    /// <summary>An error with a message.</summary>
    public UnableToDecryptSecretValueException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public UnableToDecryptSecretValueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with the message of its cause.</summary>
    public UnableToDecryptSecretValueException(Exception innerException)
        : base(innerException)
    {
    }

    /// <summary>Creates an error from the response of the service and its HTTP error.</summary>
    public UnableToDecryptSecretValueException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    /// <summary>Creates an error from the response of the service.</summary>
    public UnableToDecryptSecretValueException(
        string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
