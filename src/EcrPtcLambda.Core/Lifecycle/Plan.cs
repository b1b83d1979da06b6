using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>The change in Amazon ECR that makes the live rule equal to the desired one.</summary>
internal abstract record Plan
{
    private Plan()
    {
    }

    /// <summary>The plan's name in the logs.</summary>
    public string Name => GetType().Name;

    /// <summary>A plan after which the resource owns a rule.</summary>
    /// <param name="Ownership">The ownership that the physical ID states afterwards.</param>
    internal abstract record Provision(RuleOwnership Ownership) : Plan;

    /// <summary>Nothing: the rule is as desired.</summary>
    internal sealed record NoChange(LiveRule Live, RuleOwnership Ownership) : Provision(Ownership);

    /// <summary>No write, but the credential is validated: nobody may have done so yet.</summary>
    /// <param name="Live">As it is desired.</param>
    /// <param name="MadeByThisRequest">
    /// True if an earlier delivery of this request, whose response was lost, wrote it; false for a rule that is taken over.
    /// </param>
    /// <param name="Ownership">The ownership that the physical ID states afterwards.</param>
    internal sealed record Validate(LiveRule Live, bool MadeByThisRequest, RuleOwnership Ownership) : Provision(Ownership);

    internal sealed record Create(RuleOwnership Ownership) : Provision(Ownership);

    /// <summary>UpdatePullThroughCacheRule in place.</summary>
    internal sealed record UpdateCredentials(LiveRule Live, RuleOwnership Ownership) : Provision(Ownership);

    /// <summary>Delete and create under the same prefix, and put <paramref name="Live"/> back if that fails.</summary>
    internal sealed record Replace(LiveRule Live, RuleOwnership Ownership) : Provision(Ownership);

    internal sealed record Delete(RuleKey Key) : Plan;

    /// <summary>Nothing, since there is no rule that this event may delete.</summary>
    /// <param name="Why">For the log.</param>
    internal sealed record Skip(string Why) : Plan;

    /// <summary>Nothing, since what was asked for would touch a rule that isn't the stack's.</summary>
    /// <param name="Reason">For the reader of the stack's events.</param>
    /// <param name="FailureName">The name under which the failure is counted.</param>
    internal sealed record Reject(string Reason, string FailureName) : Plan;
}
