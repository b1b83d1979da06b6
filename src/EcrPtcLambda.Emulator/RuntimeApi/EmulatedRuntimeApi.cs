using System.Collections.Concurrent;
using System.Threading.Channels;

namespace EcrPtcLambda.Emulator.RuntimeApi;

/// <summary>Emulates the Lambda Runtime API: queues events for a function's process.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"/>
public sealed class EmulatedRuntimeApi : IDisposable
{
    // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    private static readonly TimeSpan InitTimeout = TimeSpan.FromSeconds(10);

    private readonly EmulatedAwsOptions options;
    private readonly Channel<Invocation> queue = Channel.CreateUnbounded<Invocation>();
    private readonly ConcurrentDictionary<string, Invocation> running = new();
    private readonly TaskCompletionSource<string> initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationToken closed;
    private readonly Lock gate = new();
    private TaskCompletionSource pollersChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int pollers;
    private int refusals;

    internal EmulatedRuntimeApi(EmulatedAwsOptions options)
    {
        this.options = options;
        closed = closing.Token;
    }

    /// <summary>Completes with the body of the first initialization error.</summary>
    public Task<string> InitError => initError.Task;

    /// <summary>The number of responses that were late or for an unknown invocation, and were rejected with 410 or 400.</summary>
    public int Refusals => Volatile.Read(ref refusals);

    internal string FunctionArn => $"arn:aws:lambda:{options.Region}:{options.AccountId}:function:{options.FunctionName}";

    /// <summary>Delivers an event to the next process that polls, and waits for the result.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="settings">The settings of the delivery.</param>
    /// <param name="cancellationToken">
    /// Ends the wait. An event that no process has received is withdrawn; otherwise its invocation continues.
    /// </param>
    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, InvocationSettings? settings = null, CancellationToken cancellationToken = default)
    {
        settings ??= new();
        var invocation = new Invocation(payload, settings, settings.RequestId ?? Guid.NewGuid().ToString(), options.Clock);
        await queue.Writer.WriteAsync(invocation, cancellationToken);
        try
        {
            return await invocation.Result.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            invocation.Withdraw();
            throw;
        }
    }

    /// <summary>
    /// Delivers an event to the next process that polls, and waits for the result. The wait is bounded: an event that no process has received
    /// after the time of an initialization, while no process has another event either, is withdrawn.
    /// </summary>
    /// <returns>The result, or null if there is no process.</returns>
    internal async Task<InvocationResult?> InvokeIfPolledAsync(ReadOnlyMemory<byte> payload, InvocationSettings settings, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(payload, settings, settings.RequestId ?? Guid.NewGuid().ToString(), options.Clock);
        await queue.Writer.WriteAsync(invocation, cancellationToken);
        try
        {
            do
            {
                await Task.WhenAny(invocation.Started, Task.Delay(InitTimeout, options.Clock, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
            while (!invocation.Started.IsCompleted && running.Values.Any(static other => !other.Result.IsCompleted));

            return invocation.Withdraw() ? null : await invocation.Result.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            invocation.Withdraw();
            throw;
        }
    }

    /// <summary>Waits until the given number of requests for an event are pending.</summary>
    /// <param name="count">0 for none: each process has an event or has exited.</param>
    /// <exception cref="OperationCanceledException">The number was not reached in time.</exception>
    public async Task WaitForPollersAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (pollers == count)
                {
                    return;
                }

                changed = pollersChanged.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends pending requests for an event.</summary>
    public void Dispose()
    {
        if (queue.Writer.TryComplete())
        {
            closing.Cancel();
            closing.Dispose();
        }
    }

    /// <exception cref="OperationCanceledException">The process disconnected, or this AWS was disposed.</exception>
    internal async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        CountPoller(+1);
        try
        {
            Invocation invocation;
            do
            {
                invocation = await queue.Reader.ReadAsync(either.Token);
            }
            while (!invocation.TryStart());

            running[invocation.RequestId] = invocation;
            return invocation;
        }
        catch (ChannelClosedException)
        {
            throw new OperationCanceledException();
        }
        finally
        {
            CountPoller(-1);
        }
    }

    /// <returns>The status code of the Runtime API's response.</returns>
    internal int Complete(string requestId, string? invocationId, InvocationResult result)
    {
        if (!running.TryGetValue(requestId, out var invocation))
        {
            Interlocked.Increment(ref refusals);
            return 400;
        }

        if (invocation.Settings.InvocationId != invocationId || !invocation.TryComplete(result))
        {
            Interlocked.Increment(ref refusals);
            return 410;
        }

        running.TryRemove(requestId, out _);
        return 202;
    }

    internal void FailInit(string body) => initError.TrySetResult(body);

    private void CountPoller(int change)
    {
        TaskCompletionSource changed;
        lock (gate)
        {
            pollers += change;
            changed = pollersChanged;
            pollersChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}

/// <summary>The settings of an event's delivery.</summary>
public sealed record InvocationSettings
{
    /// <summary>
    /// The waits before the second and the third delivery of an event that the function failed. Lambda waits one minute and then two; a
    /// developer shouldn't have to.
    /// </summary>
    public static IReadOnlyList<TimeSpan> Redeliveries { get; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>The function's timeout.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The Lambda request ID, which a redelivery keeps. Null for a new one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The X-Ray trace header. Null for none.</summary>
    public string? TraceId { get; init; }

    /// <summary>The ID of this attempt, which newer runtimes must return. Null for none.</summary>
    public string? InvocationId { get; init; }
}

/// <summary>The result of an event.</summary>
public abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>The function returned.</summary>
    public sealed record Succeeded(string Body) : InvocationResult;

    /// <summary>The function failed. Lambda would deliver the event again.</summary>
    public sealed record Errored(string ErrorType, string Body) : InvocationResult;

    /// <summary>The function timed out. Lambda would deliver the event again.</summary>
    public sealed record TimedOut : InvocationResult;
}
