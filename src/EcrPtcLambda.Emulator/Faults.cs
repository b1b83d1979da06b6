namespace EcrPtcLambda.Emulator;

/// <summary>The faults of future calls. Operations have Amazon ECR's names; the bucket's operation is <see cref="PutObject"/>.</summary>
public sealed class Faults(TimeProvider clock)
{
    /// <summary>The operation that sends a response to the bucket.</summary>
    public const string PutObject = "PutObject";

    private readonly Lock gate = new();
    private readonly List<Planned> planned = [];

    /// <summary>Injects a fault into the next calls of an operation.</summary>
    /// <param name="operation">The name of the API operation, or <see cref="PutObject"/>.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="times">The number of calls.</param>
    public void Next(string operation, Fault fault, int times = 1)
    {
        lock (gate)
        {
            planned.Add(new(operation, fault) { Left = times });
        }
    }

    /// <summary>Injects a fault into the calls of an operation until a time.</summary>
    public void Until(DateTimeOffset moment, string operation, Fault fault)
    {
        lock (gate)
        {
            planned.Add(new(operation, fault) { End = moment });
        }
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (gate)
        {
            planned.Clear();
        }
    }

    internal Fault? Take(string operation) => Take(operation, static _ => true);

    /// <summary>Returns true if the connection of the operation's next call is refused.</summary>
    internal bool TakeRefusal(string operation) => Take(operation, static fault => fault is Fault.Refused) is not null;

    private Fault? Take(string operation, Predicate<Fault> isMeant)
    {
        lock (gate)
        {
            planned.RemoveAll(each => each.Left == 0 || each.End <= clock.GetUtcNow());
            if (planned.Find(each => each.Operation == operation) is not { } found || !isMeant(found.Fault))
            {
                return null;
            }

            found.Left--;
            return found.Fault;
        }
    }

    private sealed record Planned(string Operation, Fault Fault)
    {
        // Counting down from -1 never reaches zero: such a fault lasts until its time.
        public int Left { get; set; } = -1;

        public DateTimeOffset? End { get; init; }
    }
}
