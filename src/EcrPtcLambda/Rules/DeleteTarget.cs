namespace EcrPtcLambda.Rules;

/// <summary>What a Delete is about.</summary>
/// <param name="Key">The rule.</param>
/// <param name="CreatedSince">
/// Set where a Create failed without knowing whether ECR had made the rule: then only a rule created since is the stack's.
/// </param>
internal sealed record DeleteTarget(RuleKey Key, DateTimeOffset? CreatedSince = null);
