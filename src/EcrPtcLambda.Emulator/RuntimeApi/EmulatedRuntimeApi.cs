using System.Collections.Concurrent;
using System.Threading.Channels;

namespace EcrPtcLambda.Emulator.RuntimeApi;

/// <summary>The Lambda Runtime API: events wait here for a function's process to ask for them.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"/>
public sealed class EmulatedRuntimeApi : IDisposable
{
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

    /// <summary>Completes with the body of the first initialisation error.</summary>
    public Task<string> InitError => initError.Task;

    /// <summary>How many answers came late, or to an id that isn't running, and were refused with 410 or 400.</summary>
    public int Refusals => Volatile.Read(ref refusals);

    internal string FunctionArn => $"arn:aws:lambda:{options.Region}:{options.AccountId}:function:{options.FunctionName}";

    /// <summary>Hands an event to the next process that asks, and waits for what becomes of it.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="settings">How the event is delivered.</param>
    /// <param name="cancellationToken">Ends the wait: an event that no process has yet is withdrawn, one that a process has goes on.</param>
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

    /// <summary>Waits until this many calls for an event are open, none of which has got one yet.</summary>
    /// <param name="count">0 for none: whoever asked has an event, or is gone.</param>
    /// <exception cref="OperationCanceledException">It didn't come to that in time.</exception>
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

    /// <summary>Ends whatever still waits for an event.</summary>
    public void Dispose()
    {
        if (queue.Writer.TryComplete())
        {
            closing.Cancel();
            closing.Dispose();
        }
    }

    /// <exception cref="OperationCanceledException">The process went away, or this AWS was disposed.</exception>
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

    /// <returns>The status that the Runtime API answers.</returns>
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

/// <summary>How an event is delivered.</summary>
public sealed record InvocationSettings
{
    /// <summary>The function's timeout.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Lambda's id of the request, which a redelivery keeps; a new one where it is null.</summary>
    public string? RequestId { get; init; }

    /// <summary>The X-Ray trace header; none where it is null.</summary>
    public string? TraceId { get; init; }

    /// <summary>The id of this attempt, which newer runtimes must echo; none where it is null.</summary>
    public string? InvocationId { get; init; }
}

/// <summary>What became of an event.</summary>
public abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    /// <summary>The function returned.</summary>
    public sealed record Succeeded(string Body) : InvocationResult;

    /// <summary>The function failed; Lambda would deliver the event again.</summary>
    public sealed record Errored(string ErrorType, string Body) : InvocationResult;

    /// <summary>The function's time ran out; Lambda would deliver the event again.</summary>
    public sealed record TimedOut : InvocationResult;
}
