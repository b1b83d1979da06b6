namespace EcrPtcLambda.Ecr;

/// <summary>Why a call to ECR, or what stands around it, didn't do what was asked.</summary>
/// <param name="Kind">What sort of failure it is: what the remedy depends on.</param>
/// <param name="Operation">ECR's name of the operation, such as CreatePullThroughCacheRule.</param>
/// <param name="ExceptionName">ECR's name of the exception, or ours where none of ECR's came.</param>
/// <param name="Message">ECR's own message, without a full stop behind.</param>
/// <param name="RequestId">ECR's id of the request, where there was an answer.</param>
internal sealed record EcrFailure(FailureKind Kind, string Operation, string ExceptionName, string Message, string? RequestId = null)
{
    /// <summary>What may lie behind it, as the rest of a sentence that begins with UpstreamRegistryUrl; null where nothing is known.</summary>
    public string? Advice { get; init; }
}

/// <summary>The failures that call for remedies of their own.</summary>
internal enum FailureKind
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
    Network,
    Tls,
    OutOfTime,

    /// <summary>ValidatePullThroughCacheRule says that the upstream doesn't take the credential.</summary>
    UpstreamRejected,

    /// <summary>An error of ECR's that isn't among those of the five operations.</summary>
    Other,
}

/// <summary>Carries a failure up to where it becomes an outcome.</summary>
internal sealed class EcrException(EcrFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    public EcrFailure Failure { get; } = failure;
}
