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
        if (exception is EcrException { Failure: var known })
        {
            return known;
        }

        var service = exception as AmazonServiceException;
        var kind = Kind(exception, service, outOfTime);
        return new(
            kind,
            operation,
            service is { ErrorCode: { Length: > 0 } code } ? code : Inner<EcrNetworkException>(exception)?.Name ?? exception.GetType().Name,
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
        _ when Inner<EcrNetworkException>(exception) is { } network => network.Kind,
        AmazonUnmarshallingException => FailureKind.UnexpectedResponse,
        _ when Inner<AuthenticationException>(exception) is not null => FailureKind.Tls,
        _ when Inner<HttpRequestException>(exception) is not null || Inner<IOException>(exception) is not null
            || Inner<OperationCanceledException>(exception) is not null || Inner<TimeoutException>(exception) is not null => FailureKind.Network,
        _ when service is not null => OfCode(service),
        MissingCredentialsException => FailureKind.Credentials,
        AmazonClientException => FailureKind.Configuration,
        _ => FailureKind.Internal,
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
        _ when (int)service.StatusCode is < 400 => FailureKind.UnexpectedResponse,
        _ => FailureKind.Other,
    };

    private static string Message(FailureKind kind, Exception exception)
    {
        var message = kind switch
        {
            FailureKind.OutOfTime => "the time of this invocation ran out",
            _ when Inner<EcrNetworkException>(exception) is { } network => network.Message,
            FailureKind.Network or FailureKind.Tls => Innermost(exception).Message,
            _ => exception.Message,
        };
        return message.Trim().TrimEnd('.');
    }

    private static T? Inner<T>(Exception exception)
        where T : Exception
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            if (each is T found)
            {
                return found;
            }
        }

        return null;
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
