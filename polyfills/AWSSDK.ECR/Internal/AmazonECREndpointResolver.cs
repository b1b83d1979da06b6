using Amazon.ECR.Endpoints;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace Amazon.ECR.Internal;

internal sealed class AmazonECREndpointResolver : BaseEndpointResolver
{
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
        InjectHostPrefix(executionContext.RequestContext);

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;

        // The region is asked for before the service URL: finding a default region resets a URL already found.
        var region = config.RegionEndpoint?.SystemName;
        var serviceUrl = config.ServiceURL;

        return new ECREndpointParameters
        {
            Region = requestContext.Request.AlternateEndpoint?.SystemName ?? region ?? RegionOf(serviceUrl, config),
            UseDualStack = config.UseDualstackEndpoint,
            UseFIPS = config.UseFIPSEndpoint,
            Endpoint = serviceUrl,
        };
    }

    private static string? RegionOf(string? serviceUrl, IClientConfig config) => serviceUrl switch
    {
        null or "" => null,
        _ when config.AuthenticationRegion is { Length: > 0 } region => region,
        _ => AWSSDKUtils.DetermineRegion(serviceUrl),
    };
}
