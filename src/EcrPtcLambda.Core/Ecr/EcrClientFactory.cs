using Amazon;
using Amazon.ECR;
using Amazon.Runtime;

namespace EcrPtcLambda.Ecr;

/// <summary>Creates the SDK's Amazon ECR client on the function's own transport.</summary>
internal static class EcrClientFactory
{
    /// <summary>The number of retries by the SDK: its default.</summary>
    // More retries would only delay failures: the SDK treats an exhausted quota of rules (LimitExceededException) as throttling. EcrGateway
    // retries real throttling until the deadline.
    public const int MaxErrorRetry = 2;

    private static readonly string[] EndpointVariables = ["AWS_ENDPOINT_URL_ECR", "AWS_ENDPOINT_URL"];

    /// <param name="region">The function's Region. Null to let the SDK determine it.</param>
    /// <param name="handler">The transport. It must outlive the client.</param>
    /// <param name="credentials">The caller's credentials. Null to read them from the environment variables.</param>
    /// <param name="maxErrorRetry">The number of retries by the SDK.</param>
    /// <exception cref="MissingCredentialsException">The environment contains no credentials.</exception>
    /// <exception cref="AmazonClientException">An endpoint in the environment is not an http or https URL.</exception>
    public static IAmazonECR Create(string? region, HttpMessageHandler handler, AWSCredentials? credentials = null, int maxErrorRetry = MaxErrorRetry)
    {
        ForgetEmptyEndpoints();
        CheckEndpoints();
        var config = new AmazonECRConfig
        {
            // Not from AWS_DEFAULTS_MODE, whose mode "auto" queries IMDS.
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            HttpClientFactory = new SharedHandlerFactory(handler),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = maxErrorRetry,
        };
        if (!string.IsNullOrEmpty(region))
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);

            // The SDK can't derive the Region from a custom endpoint, and would sign for us-east-1.
            config.AuthenticationRegion = region;
        }

        return new AmazonECRClient(credentials ?? FromEnvironment(), config);
    }

    // The SDK treats a variable with an empty value as an endpoint without an address. template.yaml sets an empty value because SAM passes
    // only the variables in the template to a local run.
    private static void ForgetEmptyEndpoints()
    {
        foreach (var name in EndpointVariables.Where(static name => Environment.GetEnvironmentVariable(name) is ""))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    // The SDK accepts any URL, and the client then fails at each call with an error that doesn't name the variable. The value is not quoted
    // because it can be a misplaced secret.
    private static void CheckEndpoints()
    {
        var wrong = EndpointVariables.FirstOrDefault(static name =>
            Environment.GetEnvironmentVariable(name) is { } value && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"));
        if (wrong is not null)
        {
            throw new AmazonClientException($"{wrong} is not an http or https URL");
        }
    }

    // Lambda provides credentials in environment variables only. The SDK's default chain would also search files and query IMDS.
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
