namespace EcrPtcLambda.Ecr;

/// <summary>An error of an Amazon ECR call or of its setup.</summary>
/// <param name="Kind">The kind of error, which determines the remedy.</param>
/// <param name="Operation">The name of the API operation, such as CreatePullThroughCacheRule.</param>
/// <param name="ExceptionName">The name of Amazon ECR's exception, or the function's own name for other errors.</param>
/// <param name="Message">Amazon ECR's message, without a trailing period.</param>
/// <param name="RequestId">Amazon ECR's request ID. Null if there was no response.</param>
/// <param name="MayHaveTakenEffect">
/// True if one of the attempts can have changed something: it was sent, and Amazon ECR did not reject it. False if nothing was sent.
/// </param>
internal sealed record EcrError(
    EcrErrorKind Kind, EcrOperation Operation, string ExceptionName, string Message, string? RequestId = null, bool MayHaveTakenEffect = false)
{
    /// <summary>A possible cause, as the rest of a sentence that begins with UpstreamRegistryUrl. Null if none is known.</summary>
    public string? Advice { get; init; }
}

/// <summary>The kinds of errors that have different remedies.</summary>
internal enum EcrErrorKind
{
    ServerError,
    InvalidParameter,
    Validation,
    AlreadyExists,
    UnsupportedUpstreamRegistry,

    /// <summary>
    /// Amazon ECR doesn't support the upstream of a rule that has neither a credential nor a role. The upstream may require one.
    /// </summary>
    UnauthenticatedUpstreamRegistry,
    LimitExceeded,
    UnableToAccessSecret,
    SecretNotFound,
    UnableToDecryptSecretValue,
    NotFound,
    AccessDenied,
    Throttled,
    Credentials,

    /// <summary>The SDK rejects the configuration in the environment.</summary>
    Configuration,

    /// <summary>The endpoint is unreachable, or the connection was closed.</summary>
    Network,

    /// <summary>The endpoint's certificate was rejected.</summary>
    Tls,

    /// <summary>The TLS handshake failed for a reason other than the certificate.</summary>
    TlsHandshake,

    /// <summary>The response isn't from Amazon ECR.</summary>
    UnexpectedResponse,
    OutOfTime,

    /// <summary>ValidatePullThroughCacheRule reports that the upstream rejects the credential.</summary>
    UpstreamRejected,

    /// <summary>An Amazon ECR error that the five operations don't document.</summary>
    Other,

    /// <summary>An error in the function or in a library that it uses.</summary>
    Internal,
}

/// <summary>Carries an error to where it becomes an outcome.</summary>
internal sealed class EcrException(EcrError error, Exception? inner = null) : Exception(error.Message, inner)
{
    public EcrError Error { get; } = error;

    /// <summary>Converts any exception that a plan throws to an error that is rolled back and reported like the others.</summary>
    public static EcrException From(Exception exception) => exception as EcrException ?? new EcrException(
        new(EcrErrorKind.Internal, EcrOperation.None, exception.GetType().Name, exception.Message.Trim().TrimEnd('.'), MayHaveTakenEffect: true),
        exception);
}
