namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>A rule as ECR stores it.</summary>
/// <param name="RegistryId">The account.</param>
/// <param name="EcrRepositoryPrefix">The prefix as it was given; <c>x</c> and <c>x/</c> are one rule.</param>
/// <param name="UpstreamRepositoryPrefix">
/// Null where none was given, which means ROOT: Terraform's schema of aws_ecr_pull_through_cache_rule implies that Describe tells none then.
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
    /// <summary>Its Region; null for the emulated AWS's own.</summary>
    public string? Region { get; init; }
}

/// <summary>What became of a rule.</summary>
/// <param name="Before">As it was; null where it is created.</param>
/// <param name="After">As it is; null where it is deleted.</param>
public sealed record RuleChange(EmulatedRule? Before, EmulatedRule? After);
