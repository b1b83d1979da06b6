namespace Amazon.Lambda.Core;

/// <summary>
/// One invocation as the function sees it. What Lambda can leave out (a header of the Runtime API, an environment
/// variable outside Lambda) is null.
/// </summary>
public interface ILambdaContext
{
    /// <summary>The request id that the invoker got. Lambda's retries of an asynchronous event repeat it.</summary>
    string AwsRequestId { get; }

    /// <summary>The client that invoked through the AWS Mobile SDK.</summary>
    IClientContext? ClientContext { get; }

    /// <summary>The function's name, without account, Region or qualifier.</summary>
    string? FunctionName { get; }

    /// <summary>The version that runs: a number or <c>$LATEST</c>, even when an alias was invoked.</summary>
    string? FunctionVersion { get; }

    /// <summary>The Cognito identity of an invocation through the AWS Mobile SDK.</summary>
    ICognitoIdentity? Identity { get; }

    /// <summary>The ARN as it was invoked; with the alias or version if the invoker named one.</summary>
    string? InvokedFunctionArn { get; }

    /// <summary>Writes records that carry this invocation's request id.</summary>
    ILambdaLogger Logger { get; }

    /// <summary>The CloudWatch Logs group of the function.</summary>
    string? LogGroupName { get; }

    /// <summary>The CloudWatch Logs stream of this execution environment.</summary>
    string? LogStreamName { get; }

    /// <summary>The memory configured for the function, in MB.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>Time until Lambda ends the invocation; negative once it should have.</summary>
    TimeSpan RemainingTime { get; }

    /// <summary>The tenant of the invocation; null unless the function has tenant isolation.</summary>
    string? TenantId => null;

    /// <summary>The AWS X-Ray tracing header of the invocation; null when Lambda sent none.</summary>
    string? TraceId => null;
}
