namespace EcrPtcLambda.Ecr;

/// <summary>A plan that failed, after whatever could be undone was undone.</summary>
/// <param name="cause">The first failure.</param>
/// <param name="aftermath">What was undone or left, as a sentence; null where there was nothing to undo.</param>
/// <param name="mayBeLeftBehind">Whether the new rule may still be there.</param>
internal sealed class PlanFailedException(EcrException cause, string? aftermath, bool mayBeLeftBehind = false) : Exception(cause.Message, cause)
{
    public EcrFailure Failure => cause.Failure;

    public string? Aftermath { get; } = aftermath;

    public bool MayBeLeftBehind { get; } = mayBeLeftBehind;
}
