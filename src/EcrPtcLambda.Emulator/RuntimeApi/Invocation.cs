namespace EcrPtcLambda.Emulator.RuntimeApi;

/// <summary>One event on its way.</summary>
internal sealed class Invocation(ReadOnlyMemory<byte> payload, InvocationSettings settings, string requestId, TimeProvider clock)
{
    private readonly TaskCompletionSource<InvocationResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public InvocationSettings Settings { get; } = settings;

    public string RequestId { get; } = requestId;

    public DateTimeOffset Deadline { get; private set; }

    public Task<InvocationResult> Result => result.Task;

    public void Start()
    {
        Deadline = clock.GetUtcNow() + Settings.Timeout;
        _ = EndInTimeAsync();
    }

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
