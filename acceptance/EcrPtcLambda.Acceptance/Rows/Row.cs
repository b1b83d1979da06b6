namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>
/// One row of the lifecycle's table, lived from the first event to the last in prefixes of its own. Rows see the handler as CloudFormation
/// does: events go in, answers come out, and a physical id is a text that is handed back.
/// </summary>
internal abstract class Row
{
    /// <summary>What happens, for the table.</summary>
    public abstract string Name { get; }

    /// <summary>What the row needs that the operator didn't give; null where it can be lived.</summary>
    public virtual string? Missing => null;

    /// <summary>The prefix within the run's: lower-case letters and digits, 14 at most, and no other row's.</summary>
    public abstract string Slug { get; }

    /// <summary>Makes what must be there some seconds before the row begins, so that it is older than the row's events.</summary>
    public virtual Task PrepareAsync(Stage stage) => Task.CompletedTask;

    /// <summary>Lives it.</summary>
    /// <returns>A note for the table; empty for none.</returns>
    /// <exception cref="RowFailedException">Something went otherwise than it should.</exception>
    public abstract Task<string> LiveAsync(Stage stage);
}

/// <summary>A row went otherwise than the lifecycle's table says.</summary>
internal sealed class RowFailedException(string message) : Exception(message);
