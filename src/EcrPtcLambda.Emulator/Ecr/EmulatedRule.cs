namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>A rule as Amazon ECR stores it.</summary>
/// <param name="RegistryId">The account ID.</param>
/// <param name="EcrRepositoryPrefix">The prefix as it was given. <c>x</c> and <c>x/</c> are the same rule.</param>
/// <param name="UpstreamRepositoryPrefix">
/// Null if none was given, which means ROOT. Terraform's schema of aws_ecr_pull_through_cache_rule implies that Describe then returns none.
/// </param>
public sealed record EmulatedRule(
    string RegistryId,
    string EcrRepositoryPrefix,
    string UpstreamRegistryUrl,
    string UpstreamRegistry,
    string? CredentialArn,
    string? CustomRoleArn,
    string? UpstreamRepositoryPrefix,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The Region. Null for the default Region of the emulated AWS.</summary>
    public string? Region { get; init; }
}

/// <summary>A change of a rule.</summary>
/// <param name="Before">The rule before the change. Null if it is created.</param>
/// <param name="After">The rule after the change. Null if it is deleted.</param>
public sealed record RuleChange(EmulatedRule? Before, EmulatedRule? After);
