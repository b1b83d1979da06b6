using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>Amazon Elastic Container Registry: the five operations on pull through cache rules.</summary>
public partial interface IAmazonECR : IAmazonService, IDisposable
{
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonECRConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonECRClient(awsCredentials, (AmazonECRConfig)clientConfig);

    /// <summary>Makes a pull through cache rule.</summary>
    /// <exception cref="PullThroughCacheRuleAlreadyExistsException">There is a rule with this prefix.</exception>
    /// <exception cref="LimitExceededException">The registry has as many rules as its quota allows.</exception>
    Task<CreatePullThroughCacheRuleResponse> CreatePullThroughCacheRuleAsync(
        CreatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a pull through cache rule.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">There is no rule with this prefix.</exception>
    Task<DeletePullThroughCacheRuleResponse> DeletePullThroughCacheRuleAsync(
        DeletePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Describes the rules of a registry, all or those named.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">There is no rule with a named prefix.</exception>
    Task<DescribePullThroughCacheRulesResponse> DescribePullThroughCacheRulesAsync(
        DescribePullThroughCacheRulesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes a rule's credential or role.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">There is no rule with this prefix.</exception>
    Task<UpdatePullThroughCacheRuleResponse> UpdatePullThroughCacheRuleAsync(
        UpdatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Has ECR log in to a rule's upstream.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">There is no rule with this prefix.</exception>
    Task<ValidatePullThroughCacheRuleResponse> ValidatePullThroughCacheRuleAsync(
        ValidatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);
}
