namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>
/// One row of the lifecycle table, run from the first event to the last with its own prefixes. Like CloudFormation, rows deliver events,
/// read responses, and return a physical ID unchanged.
/// </summary>
internal abstract class Row
{
    /// <summary>The description in the table.</summary>
    public abstract string Name { get; }

    /// <summary>The option that the row lacks, or null if it can run.</summary>
    public virtual string? Missing => null;

    /// <summary>The row's unique prefix within the run's: up to 14 lower-case letters and digits.</summary>
    public abstract string Slug { get; }

    /// <summary>Creates the preconditions some seconds before the row starts, so that they are older than the row's events.</summary>
    public virtual Task PrepareAsync(Stage stage) => Task.CompletedTask;

    /// <summary>Runs the row.</summary>
    /// <returns>A note for the table. Empty for none.</returns>
    /// <exception cref="RowFailedException">A result differs from the lifecycle table.</exception>
    public abstract Task<string> LiveAsync(Stage stage);
}

/// <summary>The result of a row differs from the lifecycle table.</summary>
internal sealed class RowFailedException(string message) : Exception(message);
