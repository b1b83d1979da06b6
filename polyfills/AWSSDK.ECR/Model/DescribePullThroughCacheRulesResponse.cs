using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>One page of a registry's rules.</summary>
public class DescribePullThroughCacheRulesResponse : AmazonWebServiceResponse
{
    /// <summary>Where this page ended, for the next request; null on the last page.</summary>
    public string? NextToken { get; set; }

    /// <summary>The rules of this page; null when the service answered without the member.</summary>
    public List<PullThroughCacheRule>? PullThroughCacheRules { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
