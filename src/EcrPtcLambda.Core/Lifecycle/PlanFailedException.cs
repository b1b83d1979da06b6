using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>A plan that failed, after whatever could be undone was undone.</summary>
/// <param name="cause">The first failure.</param>
/// <param name="aftermath">What was undone or left, as a sentence; null where there was nothing to undo.</param>
/// <param name="leftover">What is left of the new rule.</param>
internal sealed class PlanFailedException(EcrException cause, string? aftermath, Leftover leftover) : Exception(cause.Message, cause)
{
    public EcrError Error => cause.Error;

    public string? RollbackSummary { get; } = aftermath;

    public Leftover Leftover { get; } = leftover;
}

/// <summary>What is left of a new rule after a failure, for a rollback to delete.</summary>
internal abstract record Leftover
{
    private Leftover()
    {
    }

    internal sealed record None : Leftover;

    /// <summary>It may still be there.</summary>
    internal sealed record Unknown : Leftover;

    /// <summary>It is there, and this request made it.</summary>
    internal sealed record Created(LiveRule Rule) : Leftover;
}
