using System.Collections.Concurrent;
using System.Text;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Local.Functions;
using EcrPtcLambda.Local.State;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// Lambda as it can be: the real function in processes that are killed between any two requests, before or after the one took
/// effect, and events that are delivered twice, one after the other or at the same time in two processes.
/// </summary>
internal sealed class SimulatedLambda(LocalAws aws, TimeProvider clock, Random random, TimeSpan skew) : IFunction
{
    // Lambda delivers an event three times; one delivery must come through, or nobody could answer.
    private const int MostKills = 2;

    private readonly ConcurrentDictionary<string, int> kills = new();
    private readonly ConcurrentQueue<string> log = new();

    /// <summary>Whether processes die.</summary>
    public bool IsHostile { get; set; }

    /// <summary>
    /// Whether events come twice. Not while calls fail: of two deliveries one may fail and be heeded, and the other succeed and not
    /// be, and neither can know of the other.
    /// </summary>
    public bool DeliversTwice { get; set; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>What befell deliveries, for the reader of a failure.</summary>
    public ConcurrentQueue<string> Fates { get; } = new();

    public IReadOnlyCollection<string> Log => [.. log];

    public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
        aws.Emulated.Responses.CreateResponseUrl(stackId, logicalId, requestId, signedAt: signedAt + skew);

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
    {
        var fate = IsHostile ? random.Next(10) : 9;
        switch (fate)
        {
            case 0 when kills.AddOrUpdate(lambdaRequestId, 1, static (_, count) => count + 1) <= MostKills:
                var victim = new Killing(aws.Emulated.CreateHandler(), random.Next(6), random.Next(2) == 0);
                Fates.Enqueue($"killed at request {victim.At}, {(victim.IsAfter ? "after" : "before")} it took effect");
                return await HandleAsync(payload, lambdaRequestId, victim);
            case 1 when DeliversTwice && !NamesRejectedCredential(payload):
                Fates.Enqueue("delivered twice, the second time before the first answer was there");
                return await HandleTwiceAsync(payload, lambdaRequestId, isAtOnce: false);
            case 2 when DeliversTwice && !NamesRejectedCredential(payload):
                Fates.Enqueue("delivered twice at the same time");
                return await HandleTwiceAsync(payload, lambdaRequestId, isAtOnce: true);
            default:
                return await HandleAsync(payload, lambdaRequestId, aws.Emulated.CreateHandler());
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // What the upstream turns down fails, too: the one delivery takes back what the other has just found to be as desired.
    private static bool NamesRejectedCredential(ReadOnlyMemory<byte> payload) => payload.Span.IndexOf(Encoding.UTF8.GetBytes(RuleChoice.RejectedCredential)) >= 0;

    // No answer gets out before both are done with ECR: what comes after an answer, no handler can tell from what was never answered.
    private async Task<InvocationResult> HandleTwiceAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, bool isAtOnce)
    {
#pragma warning disable CA2000 // The HttpClient that each is given to disposes it.
        var first = new Meeting(aws.Emulated.CreateHandler());
        var second = new Meeting(aws.Emulated.CreateHandler());
#pragma warning restore CA2000
        var firstHandling = Task.Run(() => HandleAsync(payload, lambdaRequestId, first), CancellationToken.None);
        if (!isAtOnce)
        {
            await Task.WhenAny(first.Arrived, firstHandling);
        }

        var secondHandling = Task.Run(() => HandleAsync(payload, lambdaRequestId, second), CancellationToken.None);
        await Task.WhenAll(Task.WhenAny(first.Arrived, firstHandling), Task.WhenAny(second.Arrived, secondHandling));
        first.LetGo();
        second.LetGo();
        return (await Task.WhenAll(firstHandling, secondHandling))[0];
    }

    private async Task<InvocationResult> HandleAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, HttpMessageHandler handler)
    {
        var options = aws.Emulated.Options;
        using var responses = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        using var connection = new EcrConnection(
            handler, clock, aws.Region, new SessionAWSCredentials(options.AccessKeyId, options.SecretAccessKey, options.SessionToken), maxErrorRetry: 0);
        using var output = new MemoryStream();
        var function = new CustomResourceFunction(
            new(aws.Region, ResponseHosts: null, LogLevel.Information), new SourceGeneratorLambdaJsonSerializer<WireJson>(), connection, responses, clock, static () => 0.5, output);
        try
        {
            using var input = new MemoryStream(payload.ToArray(), writable: false);
            await function.HandleAsync(input, new TestLambdaContext
            {
                AwsRequestId = lambdaRequestId,
                InvokedFunctionArn = aws.FunctionArn,
                LogStreamName = "simulation",
                RemainingTime = Timeout,
            });
            return handler is Killing { IsDead: true } ? new InvocationResult.Errored("Runtime.ExitError", "") : new InvocationResult.Succeeded("");
        }
        catch (AnswerUndeliveredException exception)
        {
            return new InvocationResult.Errored(nameof(AnswerUndeliveredException), exception.Message);
        }
        finally
        {
            log.Enqueue(Encoding.UTF8.GetString(output.ToArray()));
        }
    }

    /// <summary>A network that holds the answer back.</summary>
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
        private bool hasAnswered;

        public int At => at;

        public bool IsAfter => isAfter;

        public bool IsDead { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Not once an answer may be there: what Lambda delivers again after an answer that was heeded, no handler can tell from
            // what was never answered.
            var isFirstAnswer = request.Method == HttpMethod.Put && !hasAnswered;
            if (!IsDead && !hasAnswered && requests++ == at)
            {
                IsDead = true;
                if (isAfter && !isFirstAnswer)
                {
                    using var lost = await base.SendAsync(request, cancellationToken);
                }
            }

            hasAnswered |= isFirstAnswer && !IsDead;
            return IsDead ? throw new HttpRequestException(HttpRequestError.ConnectionError, "killed") : await base.SendAsync(request, cancellationToken);
        }
    }
}
