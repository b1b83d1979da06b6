using System.Net;
using System.Security.Authentication;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace EcrPtcLambda.Ecr;

/// <summary>Tells what an exception of the SDK, of the network or of the clock means.</summary>
internal static class FailureClassifier
{
    /// <param name="operation">The call that threw.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="outOfTime">Whether the caller's own token has ended, which tells a deadline from a time-out.</param>
    /// <param name="mayHaveTakenEffect">Whether one of the call's attempts may have taken effect.</param>
    public static EcrFailure Classify(string operation, Exception exception, bool outOfTime, bool mayHaveTakenEffect)
    {
        var service = exception as AmazonServiceException;
        var kind = Kind(exception, service, outOfTime);
        return new(
            kind,
            operation,
            service is { ErrorCode: { Length: > 0 } code } ? code : exception.GetType().Name,
            Message(kind, exception),
            service is { RequestId: { Length: > 0 } requestId } ? requestId : null,
            mayHaveTakenEffect);
    }

    private static FailureKind Kind(Exception exception, AmazonServiceException? service, bool outOfTime) => exception switch
    {
        _ when outOfTime && exception is OperationCanceledException => FailureKind.OutOfTime,
        ServerException => FailureKind.ServerError,
        InvalidParameterException => FailureKind.InvalidParameter,
        ValidationException => FailureKind.Validation,
        PullThroughCacheRuleAlreadyExistsException => FailureKind.AlreadyExists,
        UnsupportedUpstreamRegistryException => FailureKind.UnsupportedUpstreamRegistry,
        LimitExceededException => FailureKind.LimitExceeded,
        UnableToAccessSecretException => FailureKind.UnableToAccessSecret,
        SecretNotFoundException => FailureKind.SecretNotFound,
        UnableToDecryptSecretValueException => FailureKind.UnableToDecryptSecretValue,
        PullThroughCacheRuleNotFoundException => FailureKind.NotFound,
        _ when HasInner<AuthenticationException>(exception) => FailureKind.Tls,
        _ when HasInner<HttpRequestException>(exception) || HasInner<IOException>(exception) || HasInner<OperationCanceledException>(exception) => FailureKind.Network,
        _ when service is not null => OfCode(service),
        MissingCredentialsException => FailureKind.Credentials,
        AmazonClientException => FailureKind.Configuration,
        _ => FailureKind.Other,
    };

    // Error codes that every AWS service shares: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html
    private static FailureKind OfCode(AmazonServiceException service) => service.ErrorCode switch
    {
        "AccessDeniedException" or "AccessDenied" or "UnauthorizedOperation" or "NotAuthorized" => FailureKind.AccessDenied,
        "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
            or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" => FailureKind.Throttled,
        "ExpiredToken" or "ExpiredTokenException" or "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidSignatureException"
            or "SignatureDoesNotMatch" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "IncompleteSignature"
            or "IncompleteSignatureException" or "OptInRequired" => FailureKind.Credentials,
        "ValidationError" or "ValidationException" => FailureKind.Validation,
        _ when service.StatusCode is HttpStatusCode.TooManyRequests => FailureKind.Throttled,
        _ when service.StatusCode is HttpStatusCode.Forbidden => FailureKind.AccessDenied,
        _ when (int)service.StatusCode >= 500 => FailureKind.ServerError,
        _ => FailureKind.Other,
    };

    private static string Message(FailureKind kind, Exception exception)
    {
        var message = kind switch
        {
            FailureKind.OutOfTime => "the time of this invocation ran out",
            FailureKind.Network or FailureKind.Tls => Innermost(exception).Message,
            _ => exception.Message,
        };
        return message.Trim().TrimEnd('.');
    }

    private static bool HasInner<T>(Exception exception)
        where T : Exception
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            if (each is T)
            {
                return true;
            }
        }

        return false;
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
