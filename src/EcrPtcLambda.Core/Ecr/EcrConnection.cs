using Amazon.ECR;
using Amazon.Runtime;

namespace EcrPtcLambda.Ecr;

/// <summary>Creates the SDK's Amazon ECR client on first use, and records the requests that its calls send.</summary>
/// <param name="network">The transport. It must outlive the connection.</param>
/// <param name="clock">Measures the timeout of an attempt.</param>
/// <param name="createClient">Creates the client on the given transport.</param>
internal sealed class EcrConnection(HttpMessageHandler network, TimeProvider clock, Func<HttpMessageHandler, IAmazonECR> createClient) : IDisposable
{
    private readonly EcrTransport transport = new(network, clock);
    private IAmazonECR? client;

    /// <param name="network">The transport. It must outlive the connection.</param>
    /// <param name="clock">Measures the timeout of an attempt.</param>
    /// <param name="region">The function's Region. Null to let the SDK determine it.</param>
    /// <param name="credentials">The caller's credentials. Null to read them from the environment variables.</param>
    /// <param name="maxErrorRetry">The number of retries by the SDK.</param>
    public EcrConnection(
        HttpMessageHandler network, TimeProvider clock, string? region, AWSCredentials? credentials = null, int maxErrorRetry = EcrClientFactory.MaxErrorRetry)
        : this(network, clock, transport => EcrClientFactory.Create(region, transport, credentials, maxErrorRetry))
    {
    }

    /// <summary>The client.</summary>
    /// <exception cref="MissingCredentialsException">The environment contains no credentials.</exception>
    /// <exception cref="AmazonClientException">The SDK doesn't support the configuration in the environment.</exception>
    public IAmazonECR Client => client ??= createClient(transport);

    /// <summary>Records the requests that the caller sends from now on.</summary>
    public SentRequests Record() => transport.Record();

    public void Dispose()
    {
        client?.Dispose();
        transport.Dispose();
    }
}
