using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Recordings;

namespace EcrPtcLambda.Acceptance.Aws;

/// <summary>Calls Amazon ECR over HTTP, and records the calls that have a caller.</summary>
/// <param name="caller">Signs the requests.</param>
/// <param name="endpoint">The Amazon ECR endpoint.</param>
/// <param name="recorder">Records the calls.</param>
internal sealed class EcrWire(AwsCaller caller, Uri endpoint, Recorder recorder)
{
    public const string ContentType = "application/x-amz-json-1.1";

    public const string TargetPrefix = "AmazonEC2ContainerRegistry_V20150921.";

    /// <summary>Sends one request to Amazon ECR, without retries.</summary>
    /// <param name="who">The caller in the recording. Null to record nothing.</param>
    /// <param name="operation">The name of the API operation.</param>
    /// <param name="body">The JSON of the request.</param>
    /// <exception cref="HttpRequestException">Amazon ECR is unreachable.</exception>
    public async Task<EcrReply> CallAsync(RecordedCaller? who, string operation, string body, CancellationToken cancellationToken)
    {
        var start = recorder.Elapsed;
        using var response = await caller.SendAsync(endpoint, "ecr", body, ContentType, TargetPrefix + operation, cancellationToken);
        var reply = new EcrReply(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(cancellationToken),
            response.Headers.TryGetValues("x-amzn-RequestId", out var ids) ? string.Join(',', ids) : "");
        if (who is { } named)
        {
            recorder.Add(named, start, operation, body, reply);
        }

        return reply;
    }
}

/// <summary>A response of Amazon ECR.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body, usually JSON.</param>
/// <param name="RequestId">The request ID. Empty if there is none.</param>
internal sealed record EcrReply(int Status, string Body, string RequestId)
{
    /// <summary>The error code without its namespace. Null for a success.</summary>
    public string? Code => Status == 200 ? null : Json["__type"]?.GetValue<string>() is { } type ? type[(type.LastIndexOf('#') + 1)..] : $"HTTP {Status}";

    /// <summary>The error message.</summary>
    public string Text => Json["message"]?.GetValue<string>() ?? Json["Message"]?.GetValue<string>() ?? "";

    /// <summary>The body. Empty if it is not a JSON object.</summary>
    public JsonObject Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body) as JsonObject ?? [];
            }
            catch (JsonException)
            {
                return [];
            }
        }
    }
}
