namespace Amazon.ECR.Model;

/// <summary>Deletes a pull through cache rule.</summary>
public partial class DeletePullThroughCacheRuleRequest : AmazonECRRequest
{
    /// <summary>The prefix of the repositories that the rule caches into: 2 to 30 characters.</summary>
    public string EcrRepositoryPrefix { get; set; }

    /// <summary>The account of the registry, 12 digits; the caller's where none is given.</summary>
    public string RegistryId { get; set; }

    internal bool IsSetEcrRepositoryPrefix() => EcrRepositoryPrefix != null;

    internal bool IsSetRegistryId() => RegistryId != null;
}
