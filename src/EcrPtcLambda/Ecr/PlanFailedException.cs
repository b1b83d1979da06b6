namespace EcrPtcLambda.Ecr;

/// <summary>A plan that failed, after whatever could be undone was undone.</summary>
/// <param name="cause">The first failure.</param>
/// <param name="aftermath">What was undone or left, as a sentence; null where there was nothing to undo.</param>
/// <param name="remainder">What is left of the new rule.</param>
internal sealed class PlanFailedException(EcrException cause, string? aftermath, Remainder remainder = Remainder.Nothing) : Exception(cause.Message, cause)
{
    public EcrFailure Failure => cause.Failure;

    public string? Aftermath { get; } = aftermath;

    public Remainder Remainder { get; } = remainder;
}

/// <summary>What is left of a new rule after a failure, for a rollback to delete.</summary>
internal enum Remainder
{
    Nothing,

    /// <summary>It may still be there.</summary>
    Unsure,

    /// <summary>It is there, and this request made it.</summary>
    Own,
}
