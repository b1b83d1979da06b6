using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>A plan failed, and its changes were rolled back where possible.</summary>
/// <param name="cause">The first error.</param>
/// <param name="aftermath">A sentence about what was rolled back or left. Null if there was nothing to roll back.</param>
/// <param name="leftover">The part of the new rule that is left.</param>
internal sealed class PlanFailedException(EcrException cause, string? aftermath, Leftover leftover) : Exception(cause.Message, cause)
{
    public EcrError Error => cause.Error;

    public string? RollbackSummary { get; } = aftermath;

    public Leftover Leftover { get; } = leftover;
}

/// <summary>The part of a new rule that is left after a failure, and that a rollback must delete.</summary>
internal abstract record Leftover
{
    private Leftover()
    {
    }

    internal sealed record None : Leftover;

    /// <summary>The rule may still exist.</summary>
    internal sealed record Unknown : Leftover;

    /// <summary>The rule exists, and this request created it.</summary>
    internal sealed record Created(LiveRule Rule) : Leftover;
}
