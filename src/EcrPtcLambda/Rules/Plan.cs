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

    /// <summary>
    /// No write: an earlier delivery of this Create, whose answer was lost, made the rule. It may not have come as far as checking
    /// the credential.
    /// </summary>
    internal sealed record Resume(LiveRule Live) : Plan;

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
