namespace EcrPtcLambda.Rules;

/// <summary>What became of a template's properties: a rule, or everything that is wrong with them.</summary>
internal abstract record ValidatedRule
{
    private ValidatedRule()
    {
    }

    /// <param name="Rule">The rule that the properties ask for.</param>
    /// <param name="Advice">What ECR takes and will hardly serve, such as a registry's name that its own cloud never gives; mostly empty.</param>
    internal sealed record Valid(PullThroughCacheRule Rule, IReadOnlyList<ValidationError> Advice) : ValidatedRule;

    /// <param name="Errors">At least one.</param>
    internal sealed record Invalid(IReadOnlyList<ValidationError> Errors) : ValidatedRule
    {
        /// <summary>All problems as one Reason.</summary>
        public string Reason => Errors is [var only]
            ? $"The properties are not valid: {only}."
            : $"The properties are not valid: {string.Join("; ", Errors.Select((error, index) => $"({index + 1}) {error}"))}.";
    }
}
