using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using EcrPtc.Cli.Functions;
using EcrPtc.Cli.State;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// Lambda as it can be: the real function in processes that are killed between any two requests, before or after the one took
/// effect, events that wait in the queue, and events that are delivered twice, one after the other or at the same time in two processes.
/// </summary>
internal sealed class SimulatedLambda(LocalAws aws, TimeProvider clock, Ledger ledger, TimeSpan skew) : IFunction
{
    // Lambda delivers an event three times; one delivery must get through, or no response could be sent.
    private const int MostKills = 2;

    private readonly Dictionary<string, int> kills = [];
    private readonly SemaphoreSlim isIdle = new(1);
    private readonly FunctionProcess warm = new(aws, clock, aws.Emulated.CreateHandler());
    private readonly ConcurrentQueue<string> log = new();

    /// <summary>Whether processes die.</summary>
    public bool IsHostile { get; set; }

    /// <summary>
    /// Whether events are delivered twice. Not while calls fail: of two deliveries, one may fail and be accepted, and the other succeed and not
    /// be, and neither can know of the other.
    /// </summary>
    public bool DeliversTwice { get; set; }

    /// <summary>Decides the faults of deliveries.</summary>
    public Random Dice { get; set; } = new(0);

    /// <summary>The turns of the other participants while an event waits.</summary>
    public Turns Turns { get; set; } = new(new(0));

    /// <summary>The time by which CloudFormation's clock is ahead of ECR's.</summary>
    public TimeSpan Skew => skew;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The faults of the deliveries, for the message of a failure.</summary>
    public ConcurrentQueue<string> Fates { get; } = new();

    public IReadOnlyCollection<string> Log => [.. log];

    public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
        aws.Emulated.Responses.CreateResponseUrl(stackId, logicalId, requestId, signedAt: signedAt + skew);

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
    {
        var isFirst = kills.TryAdd(lambdaRequestId, 0);
        if (!isFirst || (IsHostile && Dice.Next(10) == 0))
        {
            await Turns.PassAsync();
        }

        var (requestId, url) = Read(payload);
        await isIdle.WaitAsync(cancellationToken);
        try
        {
            ledger.Deliver(requestId);
            var result = await DeliverAsync(payload, lambdaRequestId);

            // No handler can distinguish an event that Lambda delivers again after an accepted response from one without a response.
            return aws.Emulated.Responses.FindResponse(url) is null ? result : new InvocationResult.Succeeded("");
        }
        finally
        {
            ledger.Deliver(null);
            isIdle.Release();
        }
    }

    /// <summary>Waits for the end of an invocation that has already sent its response.</summary>
    public async Task WhenIdleAsync()
    {
        await isIdle.WaitAsync();
        isIdle.Release();
    }

    public ValueTask DisposeAsync()
    {
        isIdle.Dispose();
        warm.Dispose();
        return ValueTask.CompletedTask;
    }

    private static (string RequestId, string ResponseUrl) Read(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        return (document.RootElement.GetProperty("RequestId").GetString()!, document.RootElement.GetProperty("ResponseURL").GetString()!);
    }

    private Task<InvocationResult> DeliverAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId)
    {
        switch (IsHostile ? Dice.Next(10) : 9)
        {
            case 0 when ++kills[lambdaRequestId] <= MostKills:
                var victim = new Killing(aws.Emulated.CreateHandler(), Dice.Next(6), Dice.Next(2) == 0);
                Fates.Enqueue($"killed at request {victim.At}, {(victim.IsAfter ? "after" : "before")} it took effect");
                return HandleOnceAsync(payload, lambdaRequestId, victim);
            case 1 when DeliversTwice && !NamesRejectedCredential(payload):
                Fates.Enqueue("delivered twice, the second time before the first response");
                return HandleTwiceAsync(payload, lambdaRequestId, isAtOnce: false);
            case 2 when DeliversTwice && !NamesRejectedCredential(payload):
                Fates.Enqueue("delivered twice at the same time");
                return HandleTwiceAsync(payload, lambdaRequestId, isAtOnce: true);
            default:
                return HandleAsync(payload, lambdaRequestId, warm);
        }
    }

    // What the upstream turns down fails, too: the one delivery takes back what the other has just found to be as desired.
    private static bool NamesRejectedCredential(ReadOnlyMemory<byte> payload) => payload.Span.IndexOf(Encoding.UTF8.GetBytes(RuleChoice.RejectedCredential)) >= 0;

    // No response is sent before both are done with ECR: no handler can distinguish an event after its response from one without a response.
    private async Task<InvocationResult> HandleTwiceAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, bool isAtOnce)
    {
#pragma warning disable CA2000 // The HttpClient that each is given to disposes it.
        var first = new Meeting(aws.Emulated.CreateHandler());
        var second = new Meeting(aws.Emulated.CreateHandler());
#pragma warning restore CA2000
        var firstHandling = Task.Run(() => HandleOnceAsync(payload, lambdaRequestId, first), CancellationToken.None);
        if (!isAtOnce)
        {
            await Task.WhenAny(first.Arrived, firstHandling);
        }

        var secondHandling = Task.Run(() => HandleOnceAsync(payload, lambdaRequestId, second), CancellationToken.None);
        await Task.WhenAll(Task.WhenAny(first.Arrived, firstHandling), Task.WhenAny(second.Arrived, secondHandling));
        first.LetGo();
        second.LetGo();
        return (await Task.WhenAll(firstHandling, secondHandling))[0];
    }

    private async Task<InvocationResult> HandleOnceAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, HttpMessageHandler network)
    {
        using var process = new FunctionProcess(aws, clock, network);
        var result = await HandleAsync(payload, lambdaRequestId, process);
        return network is Killing { IsDead: true } ? new InvocationResult.Errored("Runtime.ExitError", "") : result;
    }

    private async Task<InvocationResult> HandleAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, FunctionProcess process)
    {
        try
        {
            await process.HandleAsync(payload, new TestLambdaContext
            {
                AwsRequestId = lambdaRequestId,
                InvokedFunctionArn = aws.FunctionArn,
                LogStreamName = "simulation",
                RemainingTime = Timeout,
            });
            return new InvocationResult.Succeeded("");
        }
        catch (ResponseNotDeliveredException exception)
        {
            return new InvocationResult.Errored(nameof(ResponseNotDeliveredException), exception.Message);
        }
        finally
        {
            log.Enqueue(process.TakeLog());
        }
    }

    /// <summary>The function in a process of its own.</summary>
    private sealed class FunctionProcess : IDisposable
    {
        private readonly HttpClient responses;
        private readonly EcrConnection connection;
        private readonly MemoryStream output = new();
        private readonly CustomResourceHandler function;

        public FunctionProcess(LocalAws aws, TimeProvider clock, HttpMessageHandler network)
        {
            var options = aws.Emulated.Options;
            responses = new(network) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
            connection = new(network, clock, aws.Region, new SessionAWSCredentials(options.AccessKeyId, options.SecretAccessKey, options.SessionToken), maxErrorRetry: 0);
            function = new(
                new(aws.Region, ResponseHosts: null, LogLevel.Information), new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>(),
                connection, responses, clock, new FixedRandom(0.5), output);
        }

        public async Task HandleAsync(ReadOnlyMemory<byte> payload, TestLambdaContext context)
        {
            using var input = new MemoryStream(payload.ToArray(), writable: false);
            await function.HandleAsync(input, context);
        }

        /// <summary>The log since the last call.</summary>
        public string TakeLog()
        {
            var log = Encoding.UTF8.GetString(output.ToArray());
            output.SetLength(0);
            return log;
        }

        public void Dispose()
        {
            connection.Dispose();
            responses.Dispose();
            output.Dispose();
        }
    }

    /// <summary>A network that delays the response.</summary>
    private sealed class Meeting(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => arrived.Task;

        public void LetGo() => letGo.TrySetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Put)
            {
                arrived.TrySetResult();
                await letGo.Task.WaitAsync(cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>The network of a process that dies: from one request on, nothing of what it does gets out.</summary>
    private sealed class Killing(HttpMessageHandler inner, int at, bool isAfter) : DelegatingHandler(inner)
    {
        private int requests;
        private bool hasResponded;

        public int At => at;

        public bool IsAfter => isAfter;

        public bool IsDead { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Not once a response may exist: no handler can distinguish an event that Lambda delivers again after an accepted response
            // from one without a response.
            var isFirstResponse = request.Method == HttpMethod.Put && !hasResponded;
            if (!IsDead && !hasResponded && requests++ == at)
            {
                IsDead = true;
                if (isAfter && !isFirstResponse)
                {
                    using var lost = await base.SendAsync(request, cancellationToken);
                }
            }

            hasResponded |= isFirstResponse && !IsDead;
            return IsDead ? throw new HttpRequestException(HttpRequestError.ConnectionError, "killed") : await base.SendAsync(request, cancellationToken);
        }
    }
}
