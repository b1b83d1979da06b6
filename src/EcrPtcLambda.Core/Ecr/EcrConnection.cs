using Amazon.ECR;
using Amazon.Runtime;

namespace EcrPtcLambda.Ecr;

/// <summary>The SDK's client of ECR, made when it is first needed, and the record of what its calls sent.</summary>
/// <param name="network">What carries the requests; it outlives the connection.</param>
/// <param name="clock">What attempts are timed by.</param>
/// <param name="createClient">Makes the client on what it is given.</param>
internal sealed class EcrConnection(HttpMessageHandler network, TimeProvider clock, Func<HttpMessageHandler, IAmazonECR> createClient) : IDisposable
{
    private readonly EcrTransport transport = new(network, clock);
    private IAmazonECR? client;

    /// <param name="network">What carries the requests; it outlives the connection.</param>
    /// <param name="clock">What attempts are timed by.</param>
    /// <param name="region">The function's Region; null leaves it to the SDK to look for one.</param>
    /// <param name="credentials">Who calls; null takes what the environment variables hold.</param>
    /// <param name="maxErrorRetry">How often the SDK tries again.</param>
    public EcrConnection(
        HttpMessageHandler network, TimeProvider clock, string? region, AWSCredentials? credentials = null, int maxErrorRetry = EcrClientFactory.MaxErrorRetry)
        : this(network, clock, transport => EcrClientFactory.Create(region, transport, credentials, maxErrorRetry))
    {
    }

    /// <summary>The client.</summary>
    /// <exception cref="MissingCredentialsException">The environment holds no credentials.</exception>
    /// <exception cref="AmazonClientException">The environment asks for what the SDK can't do.</exception>
    public IAmazonECR Client => client ??= createClient(transport);

    /// <summary>Records the requests that the caller makes from now on.</summary>
    public SentRequests Record() => transport.Record();

    public void Dispose()
    {
        client?.Dispose();
        transport.Dispose();
    }
}
