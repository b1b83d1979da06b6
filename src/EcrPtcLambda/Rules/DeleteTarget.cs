namespace EcrPtcLambda.Rules;

/// <summary>What a Delete is about.</summary>
/// <param name="Key">The rule.</param>
/// <param name="Created">
/// Set where a Create failed without knowing whether ECR had made the rule: then only a rule created in this time is that Create's.
/// </param>
internal sealed record DeleteTarget(RuleKey Key, CreationTime? Created = null);

/// <summary>When a Create that failed may have made its rule.</summary>
/// <param name="Since">When CloudFormation made the request.</param>
/// <param name="Until">When the function gave up.</param>
internal sealed record CreationTime(DateTimeOffset Since, DateTimeOffset Until)
{
    // A call that was given up may still be on its way: longer than the SDK waits for an answer.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    /// <summary>Whether a rule that was created at <paramref name="moment"/> may be the Create's.</summary>
    public bool Holds(DateTimeOffset? moment) => moment is { } created && created >= Since - CloudFormation.RequestBirth.Skew && created <= Until + Aftermath;
}
