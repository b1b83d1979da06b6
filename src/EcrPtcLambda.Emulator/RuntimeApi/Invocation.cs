namespace EcrPtcLambda.Emulator.RuntimeApi;

/// <summary>The delivery of one event.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload, InvocationSettings settings, string requestId, TimeProvider clock)
{
    private readonly TaskCompletionSource<InvocationResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isSettled;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public InvocationSettings Settings { get; } = settings;

    public string RequestId { get; } = requestId;

    public DateTimeOffset Deadline { get; private set; }

    public Task<InvocationResult> Result => result.Task;

    /// <summary>Completes when a process has received the event.</summary>
    public Task Started => started.Task;

    /// <returns>False if it was withdrawn.</returns>
    public bool TryStart()
    {
        if (Interlocked.Exchange(ref isSettled, 1) != 0)
        {
            return false;
        }

        Deadline = clock.GetUtcNow() + Settings.Timeout;
        _ = EndInTimeAsync();
        started.SetResult();
        return true;
    }

    /// <summary>Prevents the delivery to a process that polls later. Has no effect on a process that has received the event.</summary>
    /// <returns>True if no process has received it, and none will.</returns>
    public bool Withdraw() => Interlocked.Exchange(ref isSettled, 1) == 0;

    public bool TryComplete(InvocationResult value) => result.TrySetResult(value);

    private async Task EndInTimeAsync()
    {
        try
        {
            await Result.WaitAsync(Settings.Timeout, clock);
        }
        catch (TimeoutException)
        {
            TryComplete(new InvocationResult.TimedOut());
        }
    }
}
