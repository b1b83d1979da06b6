using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Fuzz;

/// <summary>
/// Uses the input as an event for the whole function with an emulated Amazon ECR. The function must send one response that CloudFormation
/// accepts if the event has a readable ResponseURL.
/// </summary>
internal sealed class HandlerTarget : IFuzzTarget
{
    private const string Signature = "5e0c4e7f";

    // The URL in the events of the corpus, signed at the start of the clock.
    private const string Url =
        "https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack/fuzz/1%7CRule%7C7b7a3a1e"
        + "?X-Amz-Date=20260822T120000Z&X-Amz-Expires=7200&X-Amz-Signature=" + Signature;

    private const string Beginning = $$"""{"ResponseURL":"{{Url}}",""";

    private const int MostBytes = 4096;

    // IDs are never cut, so longer IDs leave no room for a response within the limit.
    private const int ManyBytes = 3000;

    private static readonly DateTimeOffset Now = new(2026, 8, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Secrets =
    [
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-2-GhIjKl",
    ];

    private readonly SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext> serializer = new();
    private readonly Network network = new();
    private readonly HttpClient responses;
    private readonly EcrConnection connection;

    public HandlerTarget()
    {
        var caller = new EmulatedAwsOptions();
        responses = new(network, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        connection = new(network, TimeProvider.System, caller.Region, new BasicAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey), maxErrorRetry: 0);
    }

    public void Feed(byte[] input)
    {
        Deliver(input);

        // Most inputs have another ResponseURL or none. With a readable one in front, each must get a response.
        Deliver([.. Encoding.UTF8.GetBytes(Beginning), .. input.AsSpan().TrimStart((byte)'{')]);
    }

    public void Dispose()
    {
        connection.Dispose();
        responses.Dispose();
        network.Dispose();
    }

    private void Deliver(byte[] input)
    {
        var log = HandleAsync(input).GetAwaiter().GetResult();
        BrokenPromiseException.Unless(network.Responses.Count <= 1, "an event gets more than one response");
        if (IsResponseDue(input))
        {
            BrokenPromiseException.Unless(network.Responses is [{ Url: Url }], "an event with a readable ResponseURL gets no response there");
        }

        foreach (var (url, body) in network.Responses)
        {
            CheckResponse(body);
            if (url == Url && Count(input, Signature) == 1)
            {
                BrokenPromiseException.Unless(Count(log, Signature) == 0, "the signature of the ResponseURL is in the log");
            }
        }
    }

    /// <returns>The log.</returns>
    private async Task<byte[]> HandleAsync(byte[] input)
    {
        using var log = new MemoryStream();
        var clock = new VirtualTime(Now);
        using var aws = new EmulatedAws(new() { Clock = clock, SessionToken = null, OtherAccountIds = ["210987654321"] });
        Array.ForEach(Secrets, secret => aws.Secrets.Put(secret));
        aws.Ecr.Put(new(aws.Options.AccountId, "docker-hub", "registry-1.docker.io", "docker-hub", Secrets[0], null, "ROOT", Now.AddDays(-30), Now.AddDays(-30)));
        using var ecr = aws.CreateHandler();
        network.Begin(ecr);
        var function = new CustomResourceHandler(
            new(aws.Options.Region, ResponseHosts: null, LogLevel.Trace), serializer, connection, responses, clock, new FixedRandom(0.5), log);
        using var payload = new MemoryStream(input, writable: false);
        await function.HandleAsync(payload, new TestLambdaContext
        {
            AwsRequestId = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            InvokedFunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc",
            LogStreamName = "2026/08/22/[$LATEST]0123456789abcdef",
            RemainingTime = TimeSpan.FromSeconds(120),
        });
        return log.ToArray();
    }

    // Determined without the function's own reader: by another parser or, if the event isn't JSON, by its beginning.
    private static bool IsResponseDue(byte[] input)
    {
        try
        {
            using var @event = JsonDocument.Parse(input, new() { MaxDepth = 1000 });
            return @event.RootElement.ValueKind is JsonValueKind.Object
                && @event.RootElement.EnumerateObject().LastOrDefault(static field => field.Name.Equals("ResponseURL", StringComparison.OrdinalIgnoreCase))
                    is { Value.ValueKind: JsonValueKind.String } found
                && found.Value.GetString() == Url;
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(input);
            return text.StartsWith(Beginning, StringComparison.Ordinal)
                && text.IndexOf("ResponseURL", Beginning.Length, StringComparison.OrdinalIgnoreCase) < 0
                && !text.Contains("\\u", StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            // A name or the URL is not well-formed text.
            return false;
        }
    }

    private static void CheckResponse(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var response = document.RootElement;
        var isSuccess = response.GetProperty("Status").GetString() == "SUCCESS";
        BrokenPromiseException.Unless(isSuccess || response.GetProperty("Status").GetString() == "FAILED", "a Status is neither SUCCESS nor FAILED");
        BrokenPromiseException.Unless(isSuccess || response.GetProperty("Reason").GetString() is { Length: > 0 }, "a failure has no Reason");
        BrokenPromiseException.Unless(response.GetProperty("PhysicalResourceId").GetString() is { Length: > 0 }, "a response has no PhysicalResourceId");
        var ids = new[] { "StackId", "RequestId", "LogicalResourceId", "PhysicalResourceId" }.Sum(name => response.GetProperty(name).GetRawText().Length);
        BrokenPromiseException.Unless(body.Length <= MostBytes || ids > ManyBytes, $"a response has {body.Length} bytes");
    }

    private static int Count(byte[] bytes, string text) => Encoding.UTF8.GetString(bytes).Split(text).Length - 1;

    /// <summary>Accepts responses, and sends other requests to the current emulated Amazon ECR.</summary>
    private sealed class Network : HttpMessageHandler
    {
        private HttpMessageInvoker? ecr;

        public List<(string Url, byte[] Body)> Responses { get; } = [];

        public void Begin(HttpMessageHandler handler)
        {
            ecr?.Dispose();
            ecr = new(handler, disposeHandler: false);
            Responses.Clear();
        }

        protected override void Dispose(bool disposing)
        {
            ecr?.Dispose();
            base.Dispose(disposing);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Put)
            {
                return await ecr!.SendAsync(request, cancellationToken);
            }

            Responses.Add((request.RequestUri!.OriginalString, await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
            return new(HttpStatusCode.OK) { RequestMessage = request };
        }
    }
}
