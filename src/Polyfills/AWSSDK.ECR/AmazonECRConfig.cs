using Amazon.ECR.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.ECR;

/// <summary>How ECR is reached.</summary>
public partial class AmazonECRConfig : ClientConfig
{
    private static readonly string UserAgentString = InternalSDKUtils.BuildUserAgentString("ECR", "4.0.100");

    /// <summary>The defaults of the SDK.</summary>
    public AmazonECRConfig()
        : base(new DefaultConfigurationProvider(AmazonECRDefaultConfiguration.GetAllConfigurations()))
    {
        base.ServiceId = "ECR";
        AuthenticationServiceName = "ecr";
        EndpointProvider = new AmazonECREndpointProvider();
    }

    /// <summary>The service's id: what its own environment variables and profile settings are named after.</summary>
    public static new string ServiceId => "ECR";

    /// <summary>The service's prefix in endpoints.</summary>
    public override string RegionEndpointServiceName => "api.ecr";

    /// <summary>The version of the API.</summary>
    public override string ServiceVersion => "2015-09-21";

    /// <summary>What the client calls itself.</summary>
    public override string UserAgent => UserAgentString;

    /// <summary>The endpoint that an operation would be sent to.</summary>
    public override Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        var requestContext = new RequestContext(false)
        {
            ClientConfig = this,
            OriginalRequest = parameters.Request,
            Request = new DefaultRequest(parameters.Request, "ECR") { AlternateEndpoint = parameters.AlternateEndpoint },
        };
        var executionContext = new Amazon.Runtime.Internal.ExecutionContext(requestContext, null);
        return new AmazonECREndpointResolver().GetEndpoint(executionContext);
    }
}
