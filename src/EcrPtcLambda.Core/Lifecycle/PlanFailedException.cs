using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>A plan failed, and its changes were rolled back where possible.</summary>
/// <param name="cause">The first error.</param>
/// <param name="aftermath">What was rolled back or left, as a sentence. Null if there was nothing to roll back.</param>
/// <param name="leftover">What is left of the new rule.</param>
internal sealed class PlanFailedException(EcrException cause, string? aftermath, Leftover leftover) : Exception(cause.Message, cause)
{
    public EcrError Error => cause.Error;

    public string? RollbackSummary { get; } = aftermath;

    public Leftover Leftover { get; } = leftover;
}

/// <summary>What is left of a new rule after a failure and must be deleted by a rollback.</summary>
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
