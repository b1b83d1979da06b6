namespace Amazon.ECR.Model;

/// <summary>A request to describe the rules of a registry, by prefix or page by page.</summary>
public class DescribePullThroughCacheRulesRequest : AmazonECRRequest
{
    /// <summary>Prefixes to describe, 1 to 100; one without a rule is an error. All rules when null.</summary>
    public List<string>? EcrRepositoryPrefixes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>The maximum number of rules per page, 1 to 1,000. The service uses 100 if null.</summary>
    public int? MaxResults { get; set; }

    /// <summary>The token from the response with the previous page.</summary>
    public string? NextToken { get; set; }

    /// <summary>Twelve-digit account id of the registry; the caller's account when not given.</summary>
    public string? RegistryId { get; set; }

    // An empty initialized collection is omitted; a collection that the caller sets is sent unchanged.
    internal bool IsSetEcrRepositoryPrefixes() =>
        EcrRepositoryPrefixes is { Count: > 0 } || (EcrRepositoryPrefixes is not null && !AWSConfigs.InitializeCollections);
}
