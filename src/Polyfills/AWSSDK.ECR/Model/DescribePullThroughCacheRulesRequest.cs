namespace Amazon.ECR.Model;

/// <summary>Describes pull through cache rules.</summary>
public partial class DescribePullThroughCacheRulesRequest : AmazonECRRequest
{
    /// <summary>The prefixes of the rules to describe, 1 to 100; all rules where none is given.</summary>
    public List<string> EcrRepositoryPrefixes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>The most rules on a page, 1 to 1000; not together with prefixes.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the next page begins.</summary>
    public string NextToken { get; set; }

    /// <summary>The account of the registry, 12 digits; the caller's where none is given.</summary>
    public string RegistryId { get; set; }

    internal bool IsSetEcrRepositoryPrefixes() => EcrRepositoryPrefixes != null && (EcrRepositoryPrefixes.Count > 0 || !AWSConfigs.InitializeCollections);

    internal bool IsSetMaxResults() => MaxResults.HasValue;

    internal bool IsSetNextToken() => NextToken != null;

    internal bool IsSetRegistryId() => RegistryId != null;
}
