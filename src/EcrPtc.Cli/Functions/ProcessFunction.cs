using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.RuntimeApi;

namespace EcrPtc.Cli.Functions;

/// <summary>
/// The function as the executable that is deployed: a process that polls the emulated Runtime API, handles one event at a time, and is
/// restarted for the next event if it ends.
/// </summary>
internal sealed class ProcessFunction : IFunction
{
    // Lambda's limit for the initialization of a runtime.
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);

    // A process can end during the call that reports its result.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    // The time that the connection of an ended process can stay open.
    private static readonly TimeSpan ConnectionEnd = TimeSpan.FromSeconds(5);

    private readonly LocalAws aws;
    private readonly EmulatedAwsServer server;
    private readonly string executable;
    private readonly TimeSpan timeout;
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentQueue<string> earlierLog = new();
    private LambdaSandbox? sandbox;

    private ProcessFunction(LocalAws aws, EmulatedAwsServer server, string executable, TimeSpan timeout)
    {
        this.aws = aws;
        this.server = server;
        this.executable = executable;
        this.timeout = timeout;
    }

    public IReadOnlyCollection<string> Log => [.. earlierLog, .. sandbox?.Log ?? []];

    /// <summary>Starts the executable.</summary>
    /// <exception cref="Win32Exception">The file can't be executed.</exception>
    public static async Task<ProcessFunction> StartAsync(LocalAws aws, string executable, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var function = new ProcessFunction(aws, await aws.Emulated.ListenAsync(cancellationToken: cancellationToken), executable, timeout);
        try
        {
            function.Start();
            return function;
        }
        catch
        {
            await function.DisposeAsync();
            throw;
        }
    }

    public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
        aws.Emulated.Responses.CreateResponseUrl(stackId, logicalId, requestId, server?.Endpoint, signedAt: signedAt);

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (sandbox?.ExitCode is not null)
            {
                await EndAsync();
            }

            return await DeliverAsync(sandbox ?? Start(), payload, lambdaRequestId, cancellationToken);
        }
        catch (Win32Exception exception)
        {
            return new InvocationResult.Errored("Runtime.InvalidEntrypoint", exception.Message);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (sandbox is not null)
        {
            await sandbox.DisposeAsync();
        }

        await server.DisposeAsync();
        turn.Dispose();
    }

    private LambdaSandbox Start() => sandbox = LambdaSandbox.Start(executable, server);

    // As in Lambda, a process whose event timed out or was cancelled gets no other event.
    private async Task<InvocationResult> DeliverAsync(
        LambdaSandbox process, ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(InitTimeout + timeout, TimeProvider.System);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var invoking = aws.Emulated.Lambda.InvokeAsync(payload, new() { RequestId = lambdaRequestId, Timeout = timeout }, waiting.Token);
        var ending = process.WaitForExitAsync(waiting.Token);
        await Task.WhenAny(invoking, ending);
        if (ending.IsCompletedSuccessfully)
        {
            await Task.WhenAny(invoking, Task.Delay(Grace, TimeProvider.System, waiting.Token));
        }

        if (invoking.IsCompletedSuccessfully && await invoking is not InvocationResult.TimedOut and var result)
        {
            return result;
        }

        var code = process.ExitCode;
        await waiting.CancelAsync();
        await EndAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return code is null
            ? new InvocationResult.TimedOut()
            : new InvocationResult.Errored("Runtime.ExitError", string.Create(CultureInfo.InvariantCulture, $"The process ended with exit code {code} without completing the request."));
    }

    private async Task EndAsync()
    {
        var ended = sandbox!;
        sandbox = null;
        await ended.DisposeAsync();
        foreach (var line in ended.Log)
        {
            earlierLog.Enqueue(line);
        }

        // An event sent to a call of the dead process would be lost.
        using var soon = new CancellationTokenSource(ConnectionEnd, TimeProvider.System);
        try
        {
            await aws.Emulated.Lambda.WaitForPollersAsync(0, soon.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
