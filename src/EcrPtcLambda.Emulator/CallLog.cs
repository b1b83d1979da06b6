namespace EcrPtcLambda.Emulator;

/// <summary>Every call to ECR and to the bucket, in the order of its end.</summary>
public sealed class CallLog(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<LoggedCall> entries = [];

    /// <summary>Told of each call as it ends, on the thread that served it.</summary>
    public event EventHandler<LoggedCall>? Recorded;

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<LoggedCall> Entries
    {
        get
        {
            lock (gate)
            {
                return [.. entries];
            }
        }
    }

    internal void Record(string operation, string request, int status, string response, TimeSpan took)
    {
        var entry = new LoggedCall(clock.GetUtcNow(), operation, request, status, response, took);
        lock (gate)
        {
            entries.Add(entry);
        }

        Recorded?.Invoke(this, entry);
    }
}

/// <summary>One call.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Operation">ECR's name of the operation, or <see cref="Faults.PutObject"/>.</param>
/// <param name="Request">The body that came.</param>
/// <param name="Status">The HTTP status that was answered; 0 where the connection was ended instead.</param>
/// <param name="Response">The body that was answered.</param>
/// <param name="Duration">From the request's arrival to its end, a fault's delay included.</param>
public sealed record LoggedCall(DateTimeOffset At, string Operation, string Request, int Status, string Response, TimeSpan Duration);
