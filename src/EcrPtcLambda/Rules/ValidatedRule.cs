namespace EcrPtcLambda.Rules;

/// <summary>What became of a template's properties: a rule, or everything that is wrong with them.</summary>
internal abstract record ValidatedRule
{
    private ValidatedRule()
    {
    }

    internal sealed record Valid(PullThroughCacheRule Rule) : ValidatedRule;

    /// <param name="Problems">At least one.</param>
    internal sealed record Invalid(IReadOnlyList<Problem> Problems) : ValidatedRule
    {
        /// <summary>All problems as one Reason.</summary>
        public string Reason => Problems is [var only]
            ? $"The properties are not valid: {only}."
            : $"The properties are not valid: {string.Join("; ", Problems.Select((problem, index) => $"({index + 1}) {problem}"))}.";
    }
}
