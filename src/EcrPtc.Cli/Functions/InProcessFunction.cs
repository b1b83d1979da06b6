using System.Collections.Concurrent;
using System.Text;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using EcrPtc.Cli.State;
using EcrPtcLambda;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator.RuntimeApi;
using Microsoft.Extensions.Logging;

namespace EcrPtc.Cli.Functions;

/// <summary>
/// The function in this process: the same code, with the SDK's real client and the emulated AWS in place of the network. As in Lambda,
/// an instance handles one event at a time, and there is one instance for each concurrent event.
/// </summary>
internal sealed class InProcessFunction : IFunction
{
    private readonly LocalAws aws;
    private readonly HttpMessageHandler handler;
    private readonly HttpClient responses;
    private readonly ConcurrentStack<Instance> idle = [];
    private readonly ConcurrentQueue<Instance> instances = [];
    private readonly TimeProvider clock;
    private readonly TimeSpan timeout;

    /// <param name="aws">The emulated AWS that it calls.</param>
    /// <param name="clock">The source of the time.</param>
    /// <param name="timeout">The timeout of an event.</param>
    public InProcessFunction(LocalAws aws, TimeProvider clock, TimeSpan timeout)
    {
        this.aws = aws;
        this.clock = clock;
        this.timeout = timeout;
        handler = aws.Emulated.CreateHandler();
        responses = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public IReadOnlyCollection<string> Log => [.. instances.SelectMany(static instance => instance.Log)];

    public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
        aws.Emulated.Responses.CreateResponseUrl(stackId, logicalId, requestId, signedAt: signedAt);

#pragma warning disable CA2000 // The function disposes its instances.
    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken) =>
        HandleAsync(TakeInstance(), payload, lambdaRequestId).WaitAsync(cancellationToken);
#pragma warning restore CA2000

    public ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            instance.Dispose();
        }

        responses.Dispose();
        handler.Dispose();
        return ValueTask.CompletedTask;
    }

    private Instance TakeInstance()
    {
        if (idle.TryPop(out var free))
        {
            return free;
        }

        var created = new Instance(this);
        instances.Enqueue(created);
        return created;
    }

    // An instance whose caller no longer waits becomes idle only when its function is done.
    private async Task<InvocationResult> HandleAsync(Instance instance, ReadOnlyMemory<byte> payload, string lambdaRequestId)
    {
        try
        {
            using var input = new MemoryStream(payload.ToArray(), writable: false);
            await instance.Function.HandleAsync(input, new TestLambdaContext
            {
                AwsRequestId = lambdaRequestId,
                InvokedFunctionArn = aws.FunctionArn,
                LogStreamName = "in-process",
                RemainingTime = timeout,
            });
            return new InvocationResult.Succeeded("");
        }
        catch (ResponseNotDeliveredException exception)
        {
            return new InvocationResult.Errored(exception.GetType().Name, exception.Message);
        }
        finally
        {
            idle.Push(instance);
        }
    }

    private sealed class Instance : IDisposable
    {
        private readonly MemoryStream output = new();
        private readonly EcrConnection connection;

        public Instance(InProcessFunction owner)
        {
            var options = owner.aws.Emulated.Options;
            connection = new(
                owner.handler, owner.clock, owner.aws.Region, new SessionAWSCredentials(options.AccessKeyId, options.SecretAccessKey, options.SessionToken));
            Function = new(
                new(owner.aws.Region, ResponseHosts: null, LogLevel.Information),
                new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>(),
                connection,
                owner.responses,
                owner.clock,
                new Random(),
                output);
        }

        public CustomResourceHandler Function { get; }

        public IEnumerable<string> Log => Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public void Dispose()
        {
            connection.Dispose();
            output.Dispose();
        }
    }
}
