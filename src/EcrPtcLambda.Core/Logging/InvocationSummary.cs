using System.Text.Json;

namespace EcrPtcLambda.Logging;

/// <summary>
/// The summary of an invocation: one log line that CloudWatch also reads as metrics. The metrics are Invocations, Duration, Unanswered, and
/// Failures by exception.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"/>
internal sealed record InvocationSummary
{
    public const string Success = "SUCCESS";

    public const string Failure = "FAILED";

    /// <summary>The namespace of the metrics.</summary>
    public const string MetricNamespace = "EcrPtcLambda";

    public required DateTimeOffset Timestamp { get; init; }

    public required string RequestType { get; init; }

    public required string StackId { get; init; }

    public required string LogicalResourceId { get; init; }

    public required string PhysicalResourceId { get; init; }

    /// <summary>The plan's name, or None if the request failed before planning.</summary>
    public required string Plan { get; init; }

    /// <summary>SUCCESS or FAILED.</summary>
    public required string Outcome { get; init; }

    /// <summary>The response's Reason if it is FAILED.</summary>
    public string? Reason { get; init; }

    /// <summary>The name of the failure in the metrics.</summary>
    public string? ExceptionName { get; init; }

    /// <summary>Accepted, Rejected or NotDelivered, or NotSent for a stale event.</summary>
    public required string SendResult { get; init; }

    /// <summary>True if CloudFormation has no response. It waits until ServiceTimeout passes, unless a redelivery succeeds.</summary>
    public required bool IsUnanswered { get; init; }

    /// <summary>The number of attempts to send the response.</summary>
    public required int ResponseAttempts { get; init; }

    /// <summary>The number of Amazon ECR calls, without the SDK's retries.</summary>
    public required int EcrCalls { get; init; }

    /// <summary>The time from the event to the outcome.</summary>
    public required TimeSpan WorkDuration { get; init; }

    /// <summary>The time from the outcome to the end of sending the response.</summary>
    public required TimeSpan ResponseDuration { get; init; }

    /// <summary>True if this is the first event of the process.</summary>
    public required bool ColdStart { get; init; }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteString("message", $"{RequestType} of {LogicalResourceId}: {Outcome}");
        writer.WriteString("requestType", RequestType);
        writer.WriteString("stackId", StackId);
        writer.WriteString("logicalResourceId", LogicalResourceId);
        writer.WriteString("physicalResourceId", PhysicalResourceId);
        writer.WriteString("plan", Plan);
        writer.WriteString("outcome", Outcome);
        if (Reason is not null)
        {
            writer.WriteString("reason", Reason);
        }

        writer.WriteString("sendResult", SendResult);
        writer.WriteNumber("responseAttempts", ResponseAttempts);
        writer.WriteNumber("ecrCalls", EcrCalls);
        writer.WriteNumber("workMilliseconds", Milliseconds(WorkDuration));
        writer.WriteNumber("responseMilliseconds", Milliseconds(ResponseDuration));
        writer.WriteBoolean("coldStart", ColdStart);
        writer.WriteNumber("Invocations", 1);
        writer.WriteNumber("Duration", Milliseconds(WorkDuration + ResponseDuration));
        writer.WriteNumber("Failures", Outcome is Success ? 0 : 1);
        writer.WriteNumber("Unanswered", IsUnanswered ? 1 : 0);
        if (ExceptionName is not null)
        {
            writer.WriteString("Exception", ExceptionName);
        }

        WriteMetricDirectives(writer);
    }

    private void WriteMetricDirectives(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("_aws");
        writer.WriteNumber(nameof(Timestamp), Timestamp.ToUnixTimeMilliseconds());
        writer.WriteStartArray("CloudWatchMetrics");
        WriteDirective(writer, dimension: null, ("Invocations", "Count"), ("Failures", "Count"), ("Unanswered", "Count"), ("Duration", "Milliseconds"));
        if (ExceptionName is not null)
        {
            WriteDirective(writer, "Exception", ("Failures", "Count"));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDirective(Utf8JsonWriter writer, string? dimension, params ReadOnlySpan<(string Name, string Unit)> metrics)
    {
        writer.WriteStartObject();
        writer.WriteString("Namespace", MetricNamespace);
        writer.WriteStartArray("Dimensions");
        writer.WriteStartArray();
        if (dimension is not null)
        {
            writer.WriteStringValue(dimension);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        writer.WriteStartArray("Metrics");
        foreach (var (name, unit) in metrics)
        {
            writer.WriteStartObject();
            writer.WriteString("Name", name);
            writer.WriteString("Unit", unit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 1);
}
