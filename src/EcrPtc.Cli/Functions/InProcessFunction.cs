using EcrPtcLambda;
using System.Text;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtc.Cli.State;
using Microsoft.Extensions.Logging;

namespace EcrPtc.Cli.Functions;

/// <summary>The function in this process: its own code, over the SDK's real client, with the emulated AWS in the place of the network.</summary>
internal sealed class InProcessFunction : IFunction
{
    private readonly LocalAws aws;
    private readonly HttpMessageHandler handler;
    private readonly HttpClient responses;
    private readonly EcrConnection connection;
    private readonly MemoryStream output = new();
    private readonly CustomResourceHandler function;
    private readonly TimeSpan timeout;

    /// <param name="aws">What it meets.</param>
    /// <param name="clock">All time.</param>
    /// <param name="timeout">How long Lambda gives it for an event.</param>
    public InProcessFunction(LocalAws aws, TimeProvider clock, TimeSpan timeout)
    {
        this.aws = aws;
        this.timeout = timeout;
        handler = aws.Emulated.CreateHandler();
        responses = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var options = aws.Emulated.Options;
        connection = new(handler, clock, aws.Region, new SessionAWSCredentials(options.AccessKeyId, options.SecretAccessKey, options.SessionToken));
        function = new(
            new(aws.Region, ResponseHosts: null, LogLevel.Information), new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>(), connection, responses, clock, new Random(), output);
    }

    public IReadOnlyCollection<string> Log => Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
        aws.Emulated.Responses.CreateResponseUrl(stackId, logicalId, requestId, signedAt: signedAt);

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
    {
        try
        {
            using var input = new MemoryStream(payload.ToArray(), writable: false);
            await function.HandleAsync(input, new TestLambdaContext
            {
                AwsRequestId = lambdaRequestId,
                InvokedFunctionArn = aws.FunctionArn,
                LogStreamName = "in-process",
                RemainingTime = timeout,
            }).WaitAsync(cancellationToken);
            return new InvocationResult.Succeeded("");
        }
        catch (ResponseNotDeliveredException exception)
        {
            return new InvocationResult.Errored(exception.GetType().Name, exception.Message);
        }
    }

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        responses.Dispose();
        handler.Dispose();
        output.Dispose();
        return ValueTask.CompletedTask;
    }
}
