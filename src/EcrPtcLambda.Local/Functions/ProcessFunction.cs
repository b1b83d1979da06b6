using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Local.State;

namespace EcrPtcLambda.Local.Functions;

/// <summary>The function as the executable that is deployed: a process that polls the emulated Runtime API, and is started anew when it ends.</summary>
internal sealed class ProcessFunction : IFunction
{
    private readonly LocalAws aws;
    private readonly EmulatedAwsServer server;
    private readonly string executable;
    private readonly TimeSpan timeout;
    private LambdaSandbox sandbox;

    private ProcessFunction(LocalAws aws, EmulatedAwsServer server, string executable, TimeSpan timeout)
    {
        this.aws = aws;
        this.server = server;
        this.executable = executable;
        this.timeout = timeout;
        sandbox = LambdaSandbox.Start(executable, server);
    }

    public IReadOnlyCollection<string> Log => sandbox.Log;

    /// <summary>Starts the executable.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It is no executable.</exception>
    public static async Task<ProcessFunction> StartAsync(LocalAws aws, string executable, TimeSpan timeout, CancellationToken cancellationToken) =>
        new(aws, await aws.Emulated.ListenAsync(cancellationToken: cancellationToken), executable, timeout);

    public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
        aws.Emulated.Responses.CreateResponseUrl(stackId, logicalId, requestId, server, signedAt: signedAt);

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
    {
        var invoking = aws.Emulated.Lambda.InvokeAsync(payload, new() { RequestId = lambdaRequestId, Timeout = timeout }, cancellationToken);
        var ending = sandbox.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(invoking, ending) == invoking)
        {
            return await invoking;
        }

        cancellationToken.ThrowIfCancellationRequested();
        await sandbox.DisposeAsync();
        var code = sandbox.ExitCode;
        sandbox = LambdaSandbox.Start(executable, server);
        return new InvocationResult.Errored("Runtime.ExitError", $"The process ended with exit code {code} without completing the request.");
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await server.DisposeAsync();
    }
}
