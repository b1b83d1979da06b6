using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed class LambdaContext : ILambdaContext
{
    // Lambda's own limit, for a Runtime API that names no deadline: local emulators do that.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(15);

    private readonly LambdaEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly long _receivedAt;
    private readonly TimeSpan _remainingWhenReceived;
    private readonly string? _clientContext;
    private readonly string? _cognitoIdentity;

    public LambdaContext(InvocationHeaders headers, LambdaEnvironment environment, LogWriter log, TimeProvider time)
    {
        _environment = environment;
        _time = time;

        // The wall clock is asked once; from here on time is monotonic, so that a clock step can't move the deadline.
        _receivedAt = time.GetTimestamp();
        _remainingWhenReceived = headers.Deadline is { } deadline
            ? TimeSpan.FromMilliseconds(deadline - time.GetUtcNow().ToUnixTimeMilliseconds())
            : LongestTimeout;

        AwsRequestId = headers.RequestId;
        InvokedFunctionArn = headers.FunctionArn;
        TraceId = headers.TraceId;
        TenantId = headers.TenantId;
        InvocationId = headers[InvocationHeaders.InvocationId];
        _clientContext = headers.ClientContext;
        _cognitoIdentity = headers.CognitoIdentity;
        Logger = new ContextLogger(this, log);
    }

    public string AwsRequestId { get; }

    public string? InvokedFunctionArn { get; }

    public string? TraceId { get; }

    public string? TenantId { get; }

    /// <summary>Identifies an attempt of a request, and is returned with the response.</summary>
    public string? InvocationId { get; }

    public ILambdaLogger Logger { get; }

    public string? FunctionName => _environment.FunctionName;

    public string? FunctionVersion => _environment.FunctionVersion;

    public string? LogGroupName => _environment.LogGroupName;

    public string? LogStreamName => _environment.LogStreamName;

    public int MemoryLimitInMB => _environment.MemoryLimitInMB;

    public TimeSpan RemainingTime => _remainingWhenReceived - _time.GetElapsedTime(_receivedAt);

    public IClientContext? ClientContext => field ??= ClientContextHeader.Parse(_clientContext);

    public ICognitoIdentity? Identity => field ??= CognitoIdentityHeader.Parse(_cognitoIdentity);
}
