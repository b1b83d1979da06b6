namespace EcrPtcLambda.Rules;

/// <summary>The result of a validation: a rule, or all errors.</summary>
internal abstract record ValidatedRule
{
    private ValidatedRule()
    {
    }

    /// <param name="Rule">The desired rule.</param>
    /// <param name="Advice">
    /// Warnings about values that Amazon ECR accepts but that hardly work, such as a registry name that Azure never assigns. Usually empty.
    /// </param>
    internal sealed record Valid(PullThroughCacheRule Rule, IReadOnlyList<ValidationError> Advice) : ValidatedRule;

    /// <param name="Errors">At least one.</param>
    internal sealed record Invalid(IReadOnlyList<ValidationError> Errors) : ValidatedRule
    {
        /// <summary>All errors as one Reason.</summary>
        public string Reason => Errors is [var only]
            ? $"The properties are not valid: {only}."
            : $"The properties are not valid: {string.Join("; ", Errors.Select((error, index) => $"({index + 1}) {error}"))}.";
    }
}
