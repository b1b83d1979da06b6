using Amazon;
using Amazon.ECR;
using Amazon.Runtime;

namespace EcrPtcLambda.Ecr;

/// <summary>Makes the SDK's client of ECR, on a connection of our own.</summary>
internal static class EcrClientFactory
{
    /// <summary>How often the SDK tries again: its default.</summary>
    // More would not serve: it takes a used-up quota of rules (LimitExceededException) for throttling, and real throttling is waited out
    // by EcrRegistry.
    public const int MaxErrorRetry = 2;

    private static readonly string[] EndpointVariables = ["AWS_ENDPOINT_URL_ECR", "AWS_ENDPOINT_URL"];

    /// <param name="region">The function's Region; null leaves it to the SDK to look for one.</param>
    /// <param name="handler">What carries the requests; it outlives the client.</param>
    /// <param name="credentials">Who calls; null takes what the environment variables hold.</param>
    /// <param name="maxErrorRetry">How often the SDK tries again.</param>
    /// <exception cref="MissingCredentialsException">The environment holds no credentials.</exception>
    /// <exception cref="AmazonClientException">The environment names an endpoint that is no http or https URL.</exception>
    public static IAmazonECR Create(string? region, HttpMessageHandler handler, AWSCredentials? credentials = null, int maxErrorRetry = MaxErrorRetry)
    {
        ForgetEmptyEndpoints();
        CheckEndpoints();
        var config = new AmazonECRConfig
        {
            // Not by AWS_DEFAULTS_MODE, whose mode "auto" asks IMDS where it is.
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            HttpClientFactory = new SharedHandlerFactory(handler),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = maxErrorRetry,
        };
        if (!string.IsNullOrEmpty(region))
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);

            // An endpoint that the environment names may not tell its Region, and the SDK would sign for us-east-1.
            config.AuthenticationRegion = region;
        }

        return new AmazonECRClient(credentials ?? FromEnvironment(), config);
    }

    // The SDK takes a variable that is set to nothing for an endpoint without an address. template.yaml sets one so, because SAM
    // passes a local run no variable that the template doesn't name.
    private static void ForgetEmptyEndpoints()
    {
        foreach (var name in EndpointVariables.Where(static name => Environment.GetEnvironmentVariable(name) is ""))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    // The SDK takes any URL, and its client fails at each call by words that don't name the variable. What the URL holds is not repeated: it
    // may be a secret put into the wrong place.
    private static void CheckEndpoints()
    {
        var wrong = EndpointVariables.FirstOrDefault(static name =>
            Environment.GetEnvironmentVariable(name) is { } value && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"));
        if (wrong is not null)
        {
            throw new AmazonClientException($"{wrong} is not an http or https URL");
        }
    }

    // Lambda gives credentials by environment variables alone; the SDK's chain would go on to look for files and for IMDS.
    private static EnvironmentVariablesAWSCredentials FromEnvironment()
    {
        try
        {
            return new();
        }
        catch (InvalidOperationException exception)
        {
            throw new MissingCredentialsException(exception.Message, exception);
        }
    }

    private sealed class SharedHandlerFactory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
