using Amazon.ECR.Internal;
using Amazon.ECR.Model;
using Amazon.ECR.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ECR;

/// <summary>Calls Amazon ECR over HTTPS, signed and retried by AWSSDK.Core. Safe for use by many threads.</summary>
/// <remarks>
/// Without credentials given, they come from the usual chain of AWS SDKs when the first call needs them; without a
/// region given, that comes from the environment or the profile when the client is built.
/// </remarks>
public class AmazonECRClient : AmazonServiceClient, IAmazonECR
{
    private static readonly AmazonECRMetadata Metadata = new();

    /// <summary>Finds credentials and region in the environment.</summary>
    public AmazonECRClient()
        : this(new AmazonECRConfig())
    {
    }

    /// <summary>Finds credentials in the environment.</summary>
    public AmazonECRClient(RegionEndpoint region)
        : this(new AmazonECRConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Finds credentials in the environment, or in the configuration's.</summary>
    public AmazonECRClient(AmazonECRConfig config)
        : base(config)
    {
    }

    /// <summary>Finds the region in the environment.</summary>
    public AmazonECRClient(AWSCredentials credentials)
        : this(credentials, new AmazonECRConfig())
    {
    }

    /// <summary>Calls one region.</summary>
    public AmazonECRClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonECRConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Takes everything as given.</summary>
    public AmazonECRClient(AWSCredentials credentials, AmazonECRConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <summary>Signs with a long-term key; finds the region in the environment.</summary>
    public AmazonECRClient(string awsAccessKeyId, string awsSecretAccessKey)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonECRConfig())
    {
    }

    /// <summary>Signs with a long-term key and calls one region.</summary>
    public AmazonECRClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonECRConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Signs with a long-term key.</summary>
    public AmazonECRClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonECRConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig)
    {
    }

    /// <summary>Signs with a session's key; finds the region in the environment.</summary>
    public AmazonECRClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonECRConfig())
    {
    }

    /// <summary>Signs with a session's key and calls one region.</summary>
    public AmazonECRClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonECRConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Signs with a session's key.</summary>
    public AmazonECRClient(
        string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, AmazonECRConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig)
    {
    }

    /// <summary>The service's identity, for logs and endpoint discovery.</summary>
    protected override IServiceMetadata ServiceMetadata => Metadata;

    /// <inheritdoc/>
    public virtual Task<CreatePullThroughCacheRuleResponse> CreatePullThroughCacheRuleAsync(
        CreatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<CreatePullThroughCacheRuleResponse>(
            request,
            new CreatePullThroughCacheRuleRequestMarshaller(),
            new CreatePullThroughCacheRuleResponseUnmarshaller(),
            cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DeletePullThroughCacheRuleResponse> DeletePullThroughCacheRuleAsync(
        DeletePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DeletePullThroughCacheRuleResponse>(
            request,
            new DeletePullThroughCacheRuleRequestMarshaller(),
            new DeletePullThroughCacheRuleResponseUnmarshaller(),
            cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribePullThroughCacheRulesResponse> DescribePullThroughCacheRulesAsync(
        DescribePullThroughCacheRulesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribePullThroughCacheRulesResponse>(
            request,
            new DescribePullThroughCacheRulesRequestMarshaller(),
            new DescribePullThroughCacheRulesResponseUnmarshaller(),
            cancellationToken);

    /// <inheritdoc/>
    public virtual Task<UpdatePullThroughCacheRuleResponse> UpdatePullThroughCacheRuleAsync(
        UpdatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<UpdatePullThroughCacheRuleResponse>(
            request,
            new UpdatePullThroughCacheRuleRequestMarshaller(),
            new UpdatePullThroughCacheRuleResponseUnmarshaller(),
            cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ValidatePullThroughCacheRuleResponse> ValidatePullThroughCacheRuleAsync(
        ValidatePullThroughCacheRuleRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ValidatePullThroughCacheRuleResponse>(
            request,
            new ValidatePullThroughCacheRuleRequestMarshaller(),
            new ValidatePullThroughCacheRuleResponseUnmarshaller(),
            cancellationToken);

    /// <inheritdoc/>
    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    /// <summary>Puts ECR's authentication and endpoints where AWSSDK.Core has its own.</summary>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);

        // The handler added last runs first: the scheme is chosen before the endpoint.
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new AmazonECREndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AmazonECRAuthSchemeHandler());
    }

    private Task<TResponse> CallAsync<TResponse>(
        AmazonECRRequest request,
        IMarshaller<IRequest, AmazonWebServiceRequest> marshaller,
        ResponseUnmarshaller unmarshaller,
        CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(
            request,
            new InvokeOptions { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller },
            cancellationToken);
}
