using System.Net;
using System.Security.Authentication;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace EcrPtcLambda.Ecr;

/// <summary>Maps exceptions of the SDK, the network and the deadline to errors.</summary>
internal static class EcrErrorMapper
{
    /// <param name="operation">The operation that failed.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="outOfTime">True if the caller's own token is canceled, which distinguishes a deadline from a timeout.</param>
    /// <param name="mayHaveTakenEffect">True if one of the attempts can have taken effect.</param>
    public static EcrError Map(EcrOperation operation, Exception exception, bool outOfTime, bool mayHaveTakenEffect)
    {
        if (exception is EcrException { Error: var known })
        {
            return known;
        }

        var service = exception as AmazonServiceException;
        var kind = Kind(exception, service, outOfTime);
        return new(
            kind,
            operation,
            service is { ErrorCode: { Length: > 0 } code } ? code : exception.Inner<EcrNetworkException>()?.Name ?? exception.GetType().Name,
            Message(kind, exception),
            service is { RequestId: { Length: > 0 } requestId } ? requestId : null,
            mayHaveTakenEffect);
    }

    private static EcrErrorKind Kind(Exception exception, AmazonServiceException? service, bool outOfTime) => exception switch
    {
        _ when outOfTime && exception is OperationCanceledException => EcrErrorKind.OutOfTime,
        ServerException => EcrErrorKind.ServerError,
        InvalidParameterException => EcrErrorKind.InvalidParameter,
        ValidationException => EcrErrorKind.Validation,
        PullThroughCacheRuleAlreadyExistsException => EcrErrorKind.AlreadyExists,
        UnsupportedUpstreamRegistryException => EcrErrorKind.UnsupportedUpstreamRegistry,
        LimitExceededException => EcrErrorKind.LimitExceeded,
        UnableToAccessSecretException => EcrErrorKind.UnableToAccessSecret,
        SecretNotFoundException => EcrErrorKind.SecretNotFound,
        UnableToDecryptSecretValueException => EcrErrorKind.UnableToDecryptSecretValue,
        PullThroughCacheRuleNotFoundException => EcrErrorKind.NotFound,
        _ when exception.Inner<EcrNetworkException>() is { } network => network.Kind,
        AmazonUnmarshallingException => EcrErrorKind.UnexpectedResponse,
        _ when exception.Inner<AuthenticationException>() is not null => EcrErrorKind.Tls,
        _ when exception.Inner<HttpRequestException>() is not null || exception.Inner<IOException>() is not null
            || exception.Inner<OperationCanceledException>() is not null || exception.Inner<TimeoutException>() is not null => EcrErrorKind.Network,
        _ when service is not null => KindFromCode(service),
        MissingCredentialsException => EcrErrorKind.Credentials,
        AmazonClientException => EcrErrorKind.Configuration,
        _ => EcrErrorKind.Internal,
    };

    // Error codes common to all AWS services: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html
    private static EcrErrorKind KindFromCode(AmazonServiceException service) => service.ErrorCode switch
    {
        "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" or "NotAuthorized" => EcrErrorKind.AccessDenied,
        "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
            or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" => EcrErrorKind.Throttled,
        "ExpiredToken" or "ExpiredTokenException" or "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidSignatureException"
            or "SignatureDoesNotMatch" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "IncompleteSignature"
            or "IncompleteSignatureException" or "OptInRequired" => EcrErrorKind.Credentials,
        "ValidationError" or "ValidationException" => EcrErrorKind.Validation,
        _ when service.StatusCode is HttpStatusCode.TooManyRequests => EcrErrorKind.Throttled,
        _ when service.StatusCode is HttpStatusCode.Forbidden => EcrErrorKind.AccessDenied,
        _ when (int)service.StatusCode >= 500 => EcrErrorKind.ServerError,
        _ when (int)service.StatusCode is < 400 => EcrErrorKind.UnexpectedResponse,
        _ => EcrErrorKind.Other,
    };

    private static string Message(EcrErrorKind kind, Exception exception)
    {
        var message = kind switch
        {
            EcrErrorKind.OutOfTime => "the time of this invocation ran out",
            _ when exception.Inner<EcrNetworkException>() is { } network => network.Message,
            EcrErrorKind.Network or EcrErrorKind.Tls => exception.Innermost().Message,
            _ => exception.Message,
        };
        return message.Trim().TrimEnd('.');
    }
}
