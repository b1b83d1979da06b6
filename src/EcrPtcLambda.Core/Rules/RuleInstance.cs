namespace EcrPtcLambda.Rules;

/// <summary>One rule for as long as it lives. A rule that is deleted and created again has the same key and is another instance.</summary>
internal sealed record RuleInstance
{
    // Create and Describe are assumed to tell the same createdAt, which may be rounded differently.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    // How far apart the two are taken for one where that assumption is wrong.
    private static readonly TimeSpan Assumed = TimeSpan.FromMinutes(1);

    /// <param name="key">Registry and prefix, normalized.</param>
    /// <param name="createdAt">ECR's createdAt; fractions of a second are cut off.</param>
    public RuleInstance(RuleKey key, DateTimeOffset createdAt)
    {
        Key = key;
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(createdAt.ToUnixTimeSeconds());
    }

    /// <summary>Registry and prefix.</summary>
    public RuleKey Key { get; }

    /// <summary>The time at which Amazon ECR created the rule, in whole seconds.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>
    /// Whether <paramref name="live"/> is this instance. A rule that is exactly what one of <paramref name="asked"/> asks for, and that was
    /// created within a minute of this instance, counts too: so nothing is left behind if Create and Describe tell different times.
    /// </summary>
    /// <param name="live">The rule that is there.</param>
    /// <param name="asked">The rule that the properties of the event request; null if they are invalid.</param>
    public bool Is(LiveRule live, params ReadOnlySpan<PullThroughCacheRule?> asked)
    {
        if (live.Key != Key || live.CreatedAt is not { } createdAt)
        {
            return false;
        }

        var apart = (new RuleInstance(live.Key, createdAt).CreatedAt - CreatedAt).Duration();
        return apart <= Rounding || (apart <= Assumed && SatisfiesAny(live, asked));
    }

    /// <summary>Whether <paramref name="live"/> was created before this instance: Describe lags, and shows what was there before.</summary>
    public bool IsNewerThan(LiveRule live) => live.Instance.CreatedAt < CreatedAt;

    /// <summary>Whether Describe may not show the instance yet.</summary>
    public bool IsYoung(DateTimeOffset now) => now - CreatedAt <= Assumed;

    private static bool SatisfiesAny(LiveRule live, ReadOnlySpan<PullThroughCacheRule?> asked)
    {
        foreach (var rule in asked)
        {
            if (rule is not null && live.Satisfies(rule))
            {
                return true;
            }
        }

        return false;
    }
}
