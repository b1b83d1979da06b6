using Amazon.ECR.Internal;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ECR;

/// <summary>The client of Amazon ECR, on the SDK's own pipeline.</summary>
public partial class AmazonECRClient : AmazonServiceClient, IAmazonECR
{
    private static readonly AmazonECRMetadata Metadata = new();

    /// <summary>A client with the credentials and the Region that the SDK finds.</summary>
    public AmazonECRClient()
        : base(new AmazonECRConfig())
    {
    }

    /// <summary>A client with the credentials that the SDK finds.</summary>
    public AmazonECRClient(RegionEndpoint region)
        : base(new AmazonECRConfig { RegionEndpoint = region })
    {
    }

    /// <summary>A client with the credentials that the SDK finds.</summary>
    public AmazonECRClient(AmazonECRConfig config)
        : base(config)
    {
    }

    /// <summary>A client in the Region that the SDK finds.</summary>
    public AmazonECRClient(AWSCredentials credentials)
        : this(credentials, new AmazonECRConfig())
    {
    }

    /// <summary>A client in a Region.</summary>
    public AmazonECRClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonECRConfig { RegionEndpoint = region })
    {
    }

    /// <summary>A client as configured.</summary>
    public AmazonECRClient(AWSCredentials credentials, AmazonECRConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => Metadata;

    /// <inheritdoc/>
    public virtual Task<CreatePullThroughCacheRuleResponse> CreatePullThroughCacheRuleAsync(
        CreatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreatePullThroughCacheRuleResponse>(request, Operations.CreatePullThroughCacheRule(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DeletePullThroughCacheRuleResponse> DeletePullThroughCacheRuleAsync(
        DeletePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeletePullThroughCacheRuleResponse>(request, Operations.DeletePullThroughCacheRule(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribePullThroughCacheRulesResponse> DescribePullThroughCacheRulesAsync(
        DescribePullThroughCacheRulesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribePullThroughCacheRulesResponse>(request, Operations.DescribePullThroughCacheRules(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<UpdatePullThroughCacheRuleResponse> UpdatePullThroughCacheRuleAsync(
        UpdatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdatePullThroughCacheRuleResponse>(request, Operations.UpdatePullThroughCacheRule(), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ValidatePullThroughCacheRuleResponse> ValidatePullThroughCacheRuleAsync(
        ValidatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ValidatePullThroughCacheRuleResponse>(request, Operations.ValidatePullThroughCacheRule(), cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new AmazonECREndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AmazonECRAuthSchemeHandler());
    }
}
