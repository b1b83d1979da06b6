using Amazon;
using Amazon.ECR;
using Amazon.Runtime;
using EcrPtcLambda.Emulator.Hosting;

namespace EcrPtcLambda.Emulator.Tests.Support;

/// <summary>The SDK's client of ECR, through whichever door, one attempt a call.</summary>
internal static class EcrClients
{
    /// <param name="handler">What carries the requests.</param>
    /// <param name="caller">Who signs; who the options say where it is null.</param>
    public static AmazonECRClient Create(HttpMessageHandler handler, EmulatedAwsOptions? caller = null, EmulatedAwsServer? server = null)
    {
        caller ??= new();
        var config = new AmazonECRConfig { HttpClientFactory = new HandlerFactory(handler), MaxErrorRetry = 0 };
        if (server is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(caller.Region);
        }
        else
        {
            config.ServiceURL = server.Endpoint.ToString();
            config.AuthenticationRegion = caller.Region;
        }

        AWSCredentials credentials = caller.SessionToken is { } token
            ? new SessionAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey, token)
            : new BasicAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey);
        return new(credentials, config);
    }

    private sealed class HandlerFactory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
