namespace EcrPtcLambda.Emulator;

/// <summary>What goes wrong, call by call. Operations go by ECR's names; the bucket's is <see cref="PutObject"/>.</summary>
public sealed class Faults(TimeProvider clock)
{
    /// <summary>The operation of sending an answer.</summary>
    public const string PutObject = "PutObject";

    private readonly Lock gate = new();
    private readonly List<Planned> planned = [];

    /// <summary>The next calls of an operation go wrong in this way.</summary>
    /// <param name="operation">ECR's name of the operation, or <see cref="PutObject"/>.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">How many calls.</param>
    public void Next(string operation, Fault fault, int times = 1)
    {
        lock (gate)
        {
            planned.Add(new(operation, fault) { Left = times });
        }
    }

    /// <summary>The calls of an operation go wrong in this way until a moment.</summary>
    public void Until(DateTimeOffset moment, string operation, Fault fault)
    {
        lock (gate)
        {
            planned.Add(new(operation, fault) { End = moment });
        }
    }

    /// <summary>Nothing goes wrong from now on.</summary>
    public void Clear()
    {
        lock (gate)
        {
            planned.Clear();
        }
    }

    internal Fault? Take(string operation) => Take(operation, static _ => true);

    /// <summary>Whether the next call of an operation finds no connection.</summary>
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
        // Counting down from -1 never comes to nothing: such a fault lasts until its end.
        public int Left { get; set; } = -1;

        public DateTimeOffset? End { get; init; }
    }
}
