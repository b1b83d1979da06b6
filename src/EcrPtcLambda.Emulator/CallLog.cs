namespace EcrPtcLambda.Emulator;

/// <summary>The log of all calls to Amazon ECR and the response bucket, in the order in which they ended.</summary>
public sealed class CallLog(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<LoggedCall> entries = [];

    /// <summary>Raised when a call ends, on the thread that served it.</summary>
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

/// <summary>A logged call.</summary>
/// <param name="At">The time at which it ended.</param>
/// <param name="Operation">The name of the API operation, or <see cref="Faults.PutObject"/>.</param>
/// <param name="Request">The body of the request.</param>
/// <param name="Status">The HTTP status code, or 0 if the connection was closed instead.</param>
/// <param name="Response">The body of the response.</param>
/// <param name="Duration">The time from the arrival of the request to its end, including the delay of a fault.</param>
public sealed record LoggedCall(DateTimeOffset At, string Operation, string Request, int Status, string Response, TimeSpan Duration);
