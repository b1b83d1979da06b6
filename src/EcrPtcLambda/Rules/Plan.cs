namespace EcrPtcLambda.Rules;

/// <summary>What must happen in ECR for the live rule to equal the desired one.</summary>
internal abstract record Plan
{
    private Plan()
    {
    }

    /// <summary>The plan's name in the logs.</summary>
    public string Name => GetType().Name;

    /// <summary>Nothing: the rule is as desired.</summary>
    internal sealed record Keep(LiveRule Live) : Plan;

    /// <summary>No write, but the credential is tried: nobody may have done so yet.</summary>
    /// <param name="Live">As it is desired.</param>
    /// <param name="MadeByThisRequest">
    /// Whether an earlier delivery of this request, whose answer was lost, wrote it; false for a rule that is taken over.
    /// </param>
    internal sealed record Check(LiveRule Live, bool MadeByThisRequest) : Plan;

    internal sealed record Create : Plan;

    /// <summary>UpdatePullThroughCacheRule in place.</summary>
    internal sealed record ChangeAuthentication(LiveRule Live) : Plan;

    /// <summary>Delete and create under the same prefix, and put <paramref name="Live"/> back if that fails.</summary>
    internal sealed record Replace(LiveRule Live) : Plan;

    internal sealed record Delete(RuleKey Key) : Plan;

    /// <summary>Nothing, since the event names no rule of ours.</summary>
    /// <param name="Why">For the log.</param>
    internal sealed record Ignore(string Why) : Plan;

    /// <summary>Nothing, since what was asked for would touch a rule that isn't the stack's.</summary>
    internal sealed record Refuse(string Reason) : Plan;
}
