namespace EcrPtcLambda.Emulator;

/// <summary>Who the caller is, where it is, and by which clock.</summary>
public sealed record EmulatedAwsOptions
{
    /// <summary>What everything but the signatures of requests goes by: an SDK signs by the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The caller's account, 12 digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>Other accounts whose registries let the caller in.</summary>
    public IReadOnlyCollection<string> OtherAccountIds { get; init; } = [];

    /// <summary>The function's name, which the Lambda Runtime API tells as a part of its ARN.</summary>
    public string FunctionName { get; init; } = "ecr-ptc";

    /// <summary>The Region that requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Other Regions that requests may be signed for: each has rules of its own.</summary>
    public IReadOnlyCollection<string> OtherRegions { get; init; } = [];

    /// <summary>The caller's access key id.</summary>
    public string AccessKeyId { get; init; } = "AKIAIOSFODNN7EXAMPLE";

    /// <summary>The caller's secret access key.</summary>
    public string SecretAccessKey { get; init; } = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// <summary>The caller's session token, or null where the key is a long-term one.</summary>
    public string? SessionToken { get; init; } = "emulated-session-token";

    /// <summary>
    /// Whether ECR serves every request with a well-formed signature version 4 for <see cref="Region"/>, whoever signed it and when. It is
    /// for callers whose credentials can't be set, such as a function that the SAM CLI runs; AWS serves none of them.
    /// </summary>
    public bool AcceptsAnySignature { get; init; }

    /// <summary>How long a response URL lives; CloudFormation's live two hours.</summary>
    public TimeSpan ResponseUrlLifetime { get; init; } = TimeSpan.FromSeconds(7200);

    /// <summary>Whether the bucket takes an answer by a URL with no signature at all, as an event kept in a file has it; S3 wouldn't.</summary>
    public bool AcceptsUnsignedAnswers { get; init; }

    /// <summary>
    /// Prefixes whose rules are created at a given moment in the past in place of the present: so an event that was written beforehand can
    /// name the rule that another such event creates, by its creation time.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset> CreationTimes { get; init; } = new Dictionary<string, DateTimeOffset>();
}
