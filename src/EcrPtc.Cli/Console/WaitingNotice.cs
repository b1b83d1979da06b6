using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;

namespace EcrPtc.Cli.Console;

/// <summary>Reports the cause of a wait when an operation has no event for some seconds.</summary>
internal sealed class WaitingNotice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LocalAws aws;
    private readonly string stackName;
    private readonly Terminal terminal;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private int events = -1;

    /// <param name="aws">The emulated AWS, with the stack and the calls.</param>
    /// <param name="stackName">The stack with an operation in progress.</param>
    /// <param name="terminal">The terminal to write to.</param>
    /// <param name="clock">The source of the time.</param>
    public WaitingNotice(LocalAws aws, string stackName, Terminal terminal, TimeProvider clock)
    {
        this.aws = aws;
        this.stackName = stackName;
        this.terminal = terminal;
        this.clock = clock;
        timer = clock.CreateTimer(_ => Tick(), state: null, Patience, Patience);
    }

    public void Dispose() => timer.Dispose();

    private void Tick()
    {
        if (aws.Stack(stackName) is not { Operation.Pending: { Count: > 0 } pending } stack)
        {
            return;
        }

        if (stack.Events.Count != events)
        {
            events = stack.Events.Count;
            return;
        }

        var requests = string.Join(", ", pending.Select(static request => $"{request.RequestType} of {request.LogicalId}"));
        var lastCall = aws.Emulated.CallLog.Entries is [.., var last] ? $"; the last call: {Of(last)}" : "; it has made no call yet";
        terminal.Waiting(clock.GetUtcNow(), $"waiting for the function's response to {requests}{lastCall}");
    }

    private static string Of(LoggedCall call) => $"{call.Operation} → {CallSummary.Format(call)}";
}
