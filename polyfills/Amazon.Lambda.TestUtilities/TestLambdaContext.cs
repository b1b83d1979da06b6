using Amazon.Lambda.Core;

namespace Amazon.Lambda.TestUtilities;

/// <summary>A context for tests: what isn't set is null or zero, <see cref="RemainingTime"/> included.</summary>
public class TestLambdaContext : ILambdaContext
{
    /// <inheritdoc/>
    public string AwsRequestId { get; set; } = null!;

    /// <inheritdoc/>
    public IClientContext? ClientContext { get; set; }

    /// <inheritdoc/>
    public string? FunctionName { get; set; }

    /// <inheritdoc/>
    public string? FunctionVersion { get; set; }

    /// <inheritdoc/>
    public ICognitoIdentity? Identity { get; set; }

    /// <inheritdoc/>
    public string? InvokedFunctionArn { get; set; }

    /// <summary>A <see cref="TestLambdaLogger"/> unless set.</summary>
    public ILambdaLogger Logger { get; set; } = new TestLambdaLogger();

    /// <inheritdoc/>
    public string? LogGroupName { get; set; }

    /// <inheritdoc/>
    public string? LogStreamName { get; set; }

    /// <inheritdoc/>
    public int MemoryLimitInMB { get; set; }

    /// <summary>Stays as set; it doesn't run down.</summary>
    public TimeSpan RemainingTime { get; set; }

    /// <inheritdoc/>
    public string? TenantId { get; set; }

    /// <inheritdoc/>
    public string? TraceId { get; set; }
}
