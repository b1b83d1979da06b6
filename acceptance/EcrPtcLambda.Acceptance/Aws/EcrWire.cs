using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Recordings;

namespace EcrPtcLambda.Acceptance.Aws;

/// <summary>Amazon ECR as it speaks on the wire. Every call that is somebody's is recorded.</summary>
/// <param name="caller">Who signs.</param>
/// <param name="endpoint">Where ECR is.</param>
/// <param name="recorder">Who records.</param>
internal sealed class EcrWire(AwsCaller caller, Uri endpoint, Recorder recorder)
{
    public const string ContentType = "application/x-amz-json-1.1";

    public const string TargetPrefix = "AmazonEC2ContainerRegistry_V20150921.";

    /// <summary>Calls ECR once.</summary>
    /// <param name="who">Who calls, for the recording; null records nothing.</param>
    /// <param name="operation">ECR's name of the operation.</param>
    /// <param name="body">The request's JSON.</param>
    /// <exception cref="HttpRequestException">ECR can't be reached.</exception>
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

/// <summary>What ECR answers.</summary>
/// <param name="Status">HTTP's.</param>
/// <param name="Body">JSON, as a rule.</param>
/// <param name="RequestId">ECR's; empty where there is none.</param>
internal sealed record EcrReply(int Status, string Body, string RequestId)
{
    /// <summary>The error's code without its namespace; null for a success.</summary>
    public string? Code => Status == 200 ? null : Json["__type"]?.GetValue<string>() is { } type ? type[(type.LastIndexOf('#') + 1)..] : $"HTTP {Status}";

    /// <summary>The error's text.</summary>
    public string Text => Json["message"]?.GetValue<string>() ?? Json["Message"]?.GetValue<string>() ?? "";

    /// <summary>The body; empty where it is no JSON object.</summary>
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
