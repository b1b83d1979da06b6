namespace Amazon.ECR.Model;

/// <summary>Asks for the rules of a registry, of some prefixes or page by page.</summary>
public class DescribePullThroughCacheRulesRequest : AmazonECRRequest
{
    /// <summary>Prefixes to describe, 1 to 100; one without a rule is an error. All rules when null.</summary>
    public List<string>? EcrRepositoryPrefixes { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Most rules to answer with in one page, 1 to 1,000; the service takes 100 when null.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the page before ended, from its response.</summary>
    public string? NextToken { get; set; }

    /// <summary>Twelve-digit account id of the registry; the caller's account when not given.</summary>
    public string? RegistryId { get; set; }

    // An initialized collection says nothing by being empty; one set by hand is sent as it is.
    internal bool IsSetEcrRepositoryPrefixes() =>
        EcrRepositoryPrefixes is { Count: > 0 } || (EcrRepositoryPrefixes is not null && !AWSConfigs.InitializeCollections);
}
