using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>One page of a registry's rules.</summary>
public class DescribePullThroughCacheRulesResponse : AmazonWebServiceResponse
{
    /// <summary>The token for the next request. Null on the last page.</summary>
    public string? NextToken { get; set; }

    /// <summary>The rules of this page. Null if the response lacks the member.</summary>
    public List<PullThroughCacheRule>? PullThroughCacheRules { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
