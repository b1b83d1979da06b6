using Amazon.ECR.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;
using ExecutionContext = Amazon.Runtime.Internal.ExecutionContext;

namespace Amazon.ECR;

/// <summary>Configures an <see cref="AmazonECRClient"/>: region or service URL, endpoint variants, retries, HTTP.</summary>
/// <remarks>
/// <c>AWS_ENDPOINT_URL_ECR</c>, then <c>AWS_ENDPOINT_URL</c>, take the place of a service URL that is not set.
/// Such a URL rarely contains the Region to sign for. AWSSDK.Core then uses <see cref="ClientConfig.AuthenticationRegion"/>,
/// the environment's region, or us-east-1, and never <see cref="ClientConfig.RegionEndpoint"/>.
/// </remarks>
public class AmazonECRConfig : ClientConfig
{
    private const string PublishedVersion = "4.1.0.0";

    private readonly AmazonECREndpointResolver endpointResolver = new();

    /// <summary>Starts from the service's defaults; region and mode are found when first asked for.</summary>
    public AmazonECRConfig()
        : base(new DefaultConfigurationProvider(AmazonECRDefaultConfiguration.GetAllConfigurations()))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "ecr";
        EndpointProvider = new AmazonECREndpointProvider();
    }

    /// <summary>The identifier that names the service in endpoint variables and profiles.</summary>
    public static new string ServiceId => "ECR";

    /// <summary>The service's name in endpoint data; it differs from the signing name, <c>ecr</c>.</summary>
    public override string RegionEndpointServiceName => "api.ecr";

    /// <summary>The API version, a date.</summary>
    public override string ServiceVersion => "2015-09-21";

    /// <summary>The product part of the User-Agent header.</summary>
    public override string UserAgent => field ??= InternalSDKUtils.BuildUserAgentString(ServiceId, PublishedVersion);

    /// <summary>Resolves the endpoint a request would be sent to, without sending it.</summary>
    /// <exception cref="AmazonClientException">The settings contradict each other, or no region is known.</exception>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);

        var context = new RequestContext(enableMetric: false)
        {
            ClientConfig = this,
            OriginalRequest = parameters.Request,
            Request = new DefaultRequest(parameters.Request, ServiceId) { AlternateEndpoint = parameters.AlternateEndpoint },
        };
        return endpointResolver.GetEndpoint(new ExecutionContext(context, null));
    }
}
