using System.Globalization;
using System.Text.Json;
using EcrPtc.Cli.Functions;
using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtc.Cli.Resources;

/// <summary>
/// A custom resource: the function gets the event from CloudFormation, and again from Lambda if it fails, and the first
/// response at the response URL counts.
/// </summary>
/// <param name="function">The function behind the ServiceToken.</param>
/// <param name="responses">The bucket that receives its responses.</param>
/// <param name="clock">The source of the time for ServiceTimeout and the waits before a redelivery.</param>
/// <param name="redeliveries">The waits of Lambda before each further delivery of an event whose function failed.</param>
/// <param name="responded">Called for each response, with the time from the event to the response.</param>
internal sealed class CustomResource(
    IFunction function,
    EmulatedResponseBucket responses,
    TimeProvider clock,
    IReadOnlyList<TimeSpan> redeliveries,
    Action<RequestType, ResourceRequest, TimeSpan>? responded = null)
    : IResourceProvider, IAsyncDisposable
{
    /// <summary>The beginning of CloudFormation's reason for a request without a response.</summary>
    public const string NoResponse = "CloudFormation did not receive a response";

    private const int MostSeconds = 3600;

    // The limit for the message of a failed function; a stack's events are read line by line.
    private const int MostCharacters = 500;

    // Requests of several resources run at the same time.
    private readonly Lock gate = new();
    private readonly List<Task> deliveries = [];

    public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) => RequestAsync(RequestType.Create, request, cancellationToken);

    public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        request.Properties.TextOf("ServiceToken") == request.OldProperties?.TextOf("ServiceToken")
            ? RequestAsync(RequestType.Update, request, cancellationToken)
            : Task.FromResult<ProviderResponse>(new ProviderResponse.Failed(request.PhysicalId!, "Modifying service token is not allowed.", IsUntouched: true));

    public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => RequestAsync(RequestType.Delete, request, cancellationToken);

    /// <summary>Waits for the deliveries that are still running after their response.</summary>
    public Task WhenDelivered()
    {
        lock (gate)
        {
            return Task.WhenAll(deliveries);
        }
    }

    public async ValueTask DisposeAsync() => await WhenDelivered();

    private async Task<ProviderResponse> RequestAsync(RequestType requestType, ResourceRequest request, CancellationToken cancellationToken)
    {
        var id = request.PhysicalId ?? request.MadeUpId;
        if (request.Properties.TextOf("ServiceToken") is not { Length: > 0 } serviceToken)
        {
            return new ProviderResponse.Failed(id, "Invalid service token: the property ServiceToken is required.", IsUntouched: true);
        }

        if (Seconds(request.Properties) is not { } seconds)
        {
            return new ProviderResponse.Failed(id, $"ServiceTimeout must be a whole number of seconds from 1 to {MostSeconds}.", IsUntouched: true);
        }

        var start = clock.GetTimestamp();
        var url = function.CreateResponseUrl(request.Stack.Id, request.LogicalId, request.Pending.RequestId, request.Pending.SignedAt);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, giveUp.Token);
        var responding = responses.ResponseToAsync(url, either.Token);
        var delivering = DeliverAsync(Event(requestType, request, serviceToken, url), either.Token);
        lock (gate)
        {
            deliveries.RemoveAll(each => each.IsCompleted);
            deliveries.Add(delivering);
        }

        // After the last delivery no response can come, so there is nothing to wait for.
        await Task.WhenAny(responding, delivering);
        cancellationToken.ThrowIfCancellationRequested();
        if (responses.FindResponse(url) is not { } response)
        {
            var became = giveUp.IsCancellationRequested ? "" : Words(await delivering);
            var why = giveUp.IsCancellationRequested
                ? string.Create(CultureInfo.InvariantCulture, $" (Timed out after {seconds} s. In AWS, the function would continue until its own timeout; here it ends with the command at the latest.)")
                : string.Create(CultureInfo.InvariantCulture, $" (The function ended without a response; CloudFormation would have waited {seconds} s. {became})");
            return new ProviderResponse.Failed(
                id, $"{NoResponse} from your Custom Resource. Please check your logs for requestId [{request.Pending.RequestId}].{why}");
        }

        responded?.Invoke(requestType, request, clock.GetElapsedTime(start));
        return Read(response, id, request.Pending.RequestId);
    }

    private static ProviderResponse Read(CloudFormationResponse response, string id, string requestId) => response switch
    {
        { Rejection: { } rejection } => new ProviderResponse.Failed(id, rejection),
        { Status: "SUCCESS" } => new ProviderResponse.Succeeded(response.PhysicalResourceId!, response.Data ?? new Dictionary<string, string>()),
        _ => new ProviderResponse.Failed(
            response.PhysicalResourceId!, $"Received response status [FAILED] from custom resource. Message returned: {response.Reason} (RequestId: {requestId})"),
    };

    /// <returns>A description of the outcome of each delivery.</returns>
    private async Task<IReadOnlyList<InvocationResult>> DeliverAsync(byte[] payload, CancellationToken cancellationToken)
    {
        var lambdaRequestId = Guid.NewGuid().ToString();
        var results = new List<InvocationResult>();
        try
        {
            while (true)
            {
                results.Add(await function.InvokeAsync(payload, lambdaRequestId, cancellationToken));
                if (results[^1] is InvocationResult.Succeeded || results.Count > redeliveries.Count)
                {
                    return results;
                }

                await Task.Delay(redeliveries[results.Count - 1], clock, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            return results;
        }
    }

    private static string Words(IReadOnlyList<InvocationResult> deliveries)
    {
        var last = deliveries[^1] switch
        {
            InvocationResult.Errored(var type, var body) => $"{type}: {(body.Length > MostCharacters ? $"{body[..MostCharacters]}…" : body)}".TrimEnd(':', ' '),
            InvocationResult.TimedOut => "it timed out.",
            _ => "it returned.",
        };
        return deliveries.Count == 1 ? $"Of its one delivery: {last}" : string.Create(CultureInfo.InvariantCulture, $"It was delivered {deliveries.Count} times; of the last: {last}");
    }

    private static byte[] Event(RequestType requestType, ResourceRequest request, string serviceToken, string url) => new CloudFormationRequest
    {
        RequestType = requestType.ToString(),
        ServiceToken = serviceToken,
        ResponseUrl = url,
        StackId = request.Stack.Id,
        RequestId = request.Pending.RequestId,
        LogicalResourceId = request.LogicalId,
        PhysicalResourceId = request.PhysicalId,
        ResourceType = request.Type,
        ResourceProperties = request.Properties,
        OldResourceProperties = request.OldProperties,
    }.ToJson();

    private static int? Seconds(JsonElement properties) => properties.TextOf("ServiceTimeout") switch
    {
        null => MostSeconds,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MostSeconds => seconds,
        _ => null,
    };
}
