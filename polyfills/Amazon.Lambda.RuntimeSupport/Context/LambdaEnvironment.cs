using System.Globalization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The settings of the execution environment, which are constant for the process.</summary>
internal sealed record LambdaEnvironment(
    string? RuntimeApi,
    string? FunctionName,
    string? FunctionVersion,
    string? LogGroupName,
    string? LogStreamName,
    int MemoryLimitInMB)
{
    public const string RuntimeApiVariable = "AWS_LAMBDA_RUNTIME_API";

    public const string TraceIdVariable = "_X_AMZN_TRACE_ID";

    public static LambdaEnvironment Read(string? runtimeApi) => new(
        string.IsNullOrEmpty(runtimeApi) ? Variable(RuntimeApiVariable) : runtimeApi,
        Variable("AWS_LAMBDA_FUNCTION_NAME"),
        Variable("AWS_LAMBDA_FUNCTION_VERSION"),
        Variable("AWS_LAMBDA_LOG_GROUP_NAME"),
        Variable("AWS_LAMBDA_LOG_STREAM_NAME"),
        int.TryParse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var megabytes) ? megabytes : 0);

    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public static bool IsTrue(string name) =>
        string.Equals(Environment.GetEnvironmentVariable(name), "true", StringComparison.OrdinalIgnoreCase);
}
