using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>What ECR answers to DescribePullThroughCacheRules.</summary>
public partial class DescribePullThroughCacheRulesResponse : AmazonWebServiceResponse
{
    /// <summary>Where the next page begins.</summary>
    public string NextToken { get; set; }

    /// <summary>The rules that were found.</summary>
    public List<PullThroughCacheRule> PullThroughCacheRules { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    internal bool IsSetNextToken() => NextToken != null;

    internal bool IsSetPullThroughCacheRules() => PullThroughCacheRules != null && (PullThroughCacheRules.Count > 0 || !AWSConfigs.InitializeCollections);
}
