namespace EcrPtcLambda.Emulator;

/// <summary>The caller, the location and the clock of an emulated AWS.</summary>
public sealed record EmulatedAwsOptions
{
    /// <summary>The clock for everything except the signatures of requests, which SDKs create by the system clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The caller's account, 12 digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>Other accounts whose registries allow access by the caller.</summary>
    public IReadOnlyCollection<string> OtherAccountIds { get; init; } = [];

    /// <summary>The function's name, a part of the ARN that the Lambda Runtime API returns.</summary>
    public string FunctionName { get; init; } = "ecr-ptc";

    /// <summary>The Region for which requests must be signed.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Other Regions for which requests can be signed. Each has its own rules.</summary>
    public IReadOnlyCollection<string> OtherRegions { get; init; } = [];

    /// <summary>The caller's access key ID.</summary>
    public string AccessKeyId { get; init; } = "AKIAIOSFODNN7EXAMPLE";

    /// <summary>The caller's secret access key.</summary>
    public string SecretAccessKey { get; init; } = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// <summary>The caller's session token. Null for a long-term access key.</summary>
    public string? SessionToken { get; init; } = "emulated-session-token";

    /// <summary>
    /// True to serve every Amazon ECR request with a well-formed signature version 4 for <see cref="Region"/>, with any signer and time.
    /// For callers whose credentials can't be set, such as a function in the SAM CLI. AWS rejects such requests.
    /// </summary>
    public bool AcceptsAnySignature { get; init; }

    /// <summary>The lifetime of a response URL. CloudFormation's URLs are valid for two hours.</summary>
    public TimeSpan ResponseUrlLifetime { get; init; } = TimeSpan.FromSeconds(7200);

    /// <summary>True to accept a response by a URL without a signature, as in a sample event. Amazon S3 rejects it.</summary>
    public bool AcceptsUnsignedResponses { get; init; }

    /// <summary>
    /// Prefixes whose rules get a given creation time in the past. An event that was written in advance can then identify the rule that
    /// another such event creates.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset> CreationTimes { get; init; } = new Dictionary<string, DateTimeOffset>();
}
