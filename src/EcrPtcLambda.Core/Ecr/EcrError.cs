namespace EcrPtcLambda.Ecr;

/// <summary>Why a call to ECR, or what stands around it, didn't do what was asked.</summary>
/// <param name="Kind">What sort of failure it is: what the remedy depends on.</param>
/// <param name="Operation">ECR's name of the operation, such as CreatePullThroughCacheRule.</param>
/// <param name="ExceptionName">ECR's name of the exception, or ours where none of ECR's came.</param>
/// <param name="Message">ECR's own message, without a full stop behind.</param>
/// <param name="RequestId">ECR's id of the request, where there was an answer.</param>
/// <param name="MayHaveTakenEffect">
/// Whether one of the attempts may have changed something: it was sent, and ECR didn't refuse it. False where nothing was sent at all.
/// </param>
internal sealed record EcrError(
    EcrErrorKind Kind, EcrOperation Operation, string ExceptionName, string Message, string? RequestId = null, bool MayHaveTakenEffect = false)
{
    /// <summary>What may lie behind it, as the rest of a sentence that begins with UpstreamRegistryUrl; null where nothing is known.</summary>
    public string? Advice { get; init; }
}

/// <summary>The failures that call for remedies of their own.</summary>
internal enum EcrErrorKind
{
    ServerError,
    InvalidParameter,
    Validation,
    AlreadyExists,
    UnsupportedUpstreamRegistry,

    /// <summary>ECR doesn't support the upstream of a rule that has neither credential nor role: it may ask for one.</summary>
    UnauthenticatedUpstreamRegistry,
    LimitExceeded,
    UnableToAccessSecret,
    SecretNotFound,
    UnableToDecryptSecretValue,
    NotFound,
    AccessDenied,
    Throttled,
    Credentials,

    /// <summary>The SDK could not be set up as the environment says.</summary>
    Configuration,

    /// <summary>The endpoint could not be reached, or the connection to it ended.</summary>
    Network,

    /// <summary>The endpoint's certificate was refused.</summary>
    Tls,

    /// <summary>The TLS handshake failed for another reason than the certificate.</summary>
    TlsHandshake,

    /// <summary>What answered did not answer as Amazon ECR does.</summary>
    UnexpectedResponse,
    OutOfTime,

    /// <summary>ValidatePullThroughCacheRule says that the upstream doesn't take the credential.</summary>
    UpstreamRejected,

    /// <summary>An error of ECR's that isn't among those of the five operations.</summary>
    Other,

    /// <summary>A fault in the function itself, or in a library that it uses.</summary>
    Internal,
}

/// <summary>Carries a failure up to where it becomes an outcome.</summary>
internal sealed class EcrException(EcrError error, Exception? inner = null) : Exception(error.Message, inner)
{
    public EcrError Error { get; } = error;

    /// <summary>Makes of whatever was thrown while a plan was carried out a failure that is undone and answered as any other.</summary>
    public static EcrException From(Exception exception) => exception as EcrException ?? new EcrException(
        new(EcrErrorKind.Internal, EcrOperation.None, exception.GetType().Name, exception.Message.Trim().TrimEnd('.'), MayHaveTakenEffect: true),
        exception);
}
