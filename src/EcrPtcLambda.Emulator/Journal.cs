namespace EcrPtcLambda.Emulator;

/// <summary>Every call to ECR and to the bucket, in the order of its end.</summary>
public sealed class Journal(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<JournalEntry> entries = [];

    /// <summary>Told of each call as it ends, on the thread that served it.</summary>
    public event EventHandler<JournalEntry>? Recorded;

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<JournalEntry> Entries
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
        var entry = new JournalEntry(clock.GetUtcNow(), operation, request, status, response, took);
        lock (gate)
        {
            entries.Add(entry);
        }

        Recorded?.Invoke(this, entry);
    }
}

/// <summary>One call.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Operation">ECR's name of the operation, or <see cref="Faults.PutAnswer"/>.</param>
/// <param name="Request">The body that came.</param>
/// <param name="Status">The HTTP status that was answered; 0 where the connection was ended instead.</param>
/// <param name="Response">The body that was answered.</param>
/// <param name="Took">From the request's arrival to its end, a fault's delay included.</param>
public sealed record JournalEntry(DateTimeOffset At, string Operation, string Request, int Status, string Response, TimeSpan Took);
