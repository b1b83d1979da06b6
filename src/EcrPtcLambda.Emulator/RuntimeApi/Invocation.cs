namespace EcrPtcLambda.Emulator.RuntimeApi;

/// <summary>The delivery of one event.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload, InvocationSettings settings, string requestId, TimeProvider clock)
{
    private readonly TaskCompletionSource<InvocationResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isSettled;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public InvocationSettings Settings { get; } = settings;

    public string RequestId { get; } = requestId;

    public DateTimeOffset Deadline { get; private set; }

    public Task<InvocationResult> Result => result.Task;

    /// <returns>False if it was withdrawn.</returns>
    public bool TryStart()
    {
        if (Interlocked.Exchange(ref isSettled, 1) != 0)
        {
            return false;
        }

        Deadline = clock.GetUtcNow() + Settings.Timeout;
        _ = EndInTimeAsync();
        return true;
    }

    /// <summary>Prevents the delivery to a process that polls later. Has no effect on a process that has received the event.</summary>
    public void Withdraw() => Interlocked.Exchange(ref isSettled, 1);

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
