using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.ECR;

/// <summary>The pull through cache rule operations of Amazon ECR.</summary>
/// <remarks>
/// See https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html. Every operation may also throw
/// <see cref="ServerException"/>, <see cref="InvalidParameterException"/>, <see cref="ValidationException"/> and, for
/// errors it does not model, <see cref="AmazonECRException"/>.
/// </remarks>
public interface IAmazonECR : IAmazonService, IDisposable
{
    /// <summary>Creates a rule for a repository prefix.</summary>
    /// <exception cref="PullThroughCacheRuleAlreadyExistsException">The prefix already has a rule.</exception>
    /// <exception cref="UnsupportedUpstreamRegistryException">The upstream registry is not supported.</exception>
    /// <exception cref="LimitExceededException">The registry has reached its quota of rules.</exception>
    /// <exception cref="SecretNotFoundException">There is no such secret.</exception>
    /// <exception cref="UnableToAccessSecretException">ECR may not read the secret.</exception>
    /// <exception cref="UnableToDecryptSecretValueException">ECR may not decrypt the secret.</exception>
    Task<CreatePullThroughCacheRuleResponse> CreatePullThroughCacheRuleAsync(
        CreatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes the rule of a repository prefix; repositories it created stay.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">The prefix has no rule.</exception>
    Task<DeletePullThroughCacheRuleResponse> DeletePullThroughCacheRuleAsync(
        DeletePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Describes the rules of a registry, one page at a time.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">A prefix asked for by name has no rule.</exception>
    Task<DescribePullThroughCacheRulesResponse> DescribePullThroughCacheRulesAsync(
        DescribePullThroughCacheRulesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes the secret or the role of a rule; nothing else of a rule can change.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">The prefix has no rule.</exception>
    /// <exception cref="SecretNotFoundException">There is no such secret.</exception>
    /// <exception cref="UnableToAccessSecretException">ECR may not read the secret.</exception>
    /// <exception cref="UnableToDecryptSecretValueException">ECR may not decrypt the secret.</exception>
    Task<UpdatePullThroughCacheRuleResponse> UpdatePullThroughCacheRuleAsync(
        UpdatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Validates the secret of a rule by a login to its upstream registry.</summary>
    /// <exception cref="PullThroughCacheRuleNotFoundException">The prefix has no rule.</exception>
    Task<ValidatePullThroughCacheRuleResponse> ValidatePullThroughCacheRuleAsync(
        ValidatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Resolves the endpoint a request would be sent to, without sending it.</summary>
    /// <exception cref="AmazonClientException">The settings contradict each other, or no region is known.</exception>
    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    /// <inheritdoc/>
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonECRConfig();

    /// <inheritdoc/>
    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        (awsCredentials, clientConfig) switch
        {
            (null, AmazonECRConfig config) => new AmazonECRClient(config),
            (_, AmazonECRConfig config) => new AmazonECRClient(awsCredentials, config),
            _ => throw new AmazonClientException($"The configuration of an {nameof(AmazonECRClient)} is an {nameof(AmazonECRConfig)}"),
        };
}
