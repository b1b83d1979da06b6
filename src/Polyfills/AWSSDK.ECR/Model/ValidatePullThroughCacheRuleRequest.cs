namespace Amazon.ECR.Model;

/// <summary>Has ECR log in to a rule's upstream.</summary>
public partial class ValidatePullThroughCacheRuleRequest : AmazonECRRequest
{
    /// <summary>The prefix of the repositories that the rule caches into: 2 to 30 characters.</summary>
    public string EcrRepositoryPrefix { get; set; }

    /// <summary>The account of the registry, 12 digits; the caller's where none is given.</summary>
    public string RegistryId { get; set; }

    internal bool IsSetEcrRepositoryPrefix() => EcrRepositoryPrefix != null;

    internal bool IsSetRegistryId() => RegistryId != null;
}
