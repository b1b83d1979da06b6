using System.Net;

namespace EcrPtcLambda.Ecr;

/// <summary>Carries the SDK's requests, and records what became of each, the SDK's own retries included.</summary>
/// <param name="network">What sends them; it outlives the transport.</param>
internal sealed class EcrTransport(HttpMessageHandler network) : HttpMessageHandler
{
    private readonly HttpMessageInvoker invoker = new(network, disposeHandler: false);
    private readonly AsyncLocal<SentRequests?> current = new();

    /// <summary>Records the requests that the caller makes from now on, until it asks for another record.</summary>
    public SentRequests Record() => current.Value = new();

    /// <exception cref="HttpRequestException">The request was not sent, or its response did not arrive.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = current.Value;
        var content = request.Content is null ? null : await WatchedContent.OfAsync(request.Content, cancellationToken);
        request.Content = content;
        try
        {
            var response = await invoker.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK or >= HttpStatusCode.InternalServerError)
            {
                sent?.Count();
            }

            return response;
        }
        catch (Exception exception) when (content is { IsRead: true } && !IsBeforeSending(exception))
        {
            sent?.Count();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            invoker.Dispose();
        }

        base.Dispose(disposing);
    }

    // The framework's own word that there was no connection to send anything on.
    private static bool IsBeforeSending(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    // What nobody has begun to read has not been sent.
    private sealed class WatchedContent : HttpContent
    {
        private readonly byte[] bytes;

        private WatchedContent(byte[] bytes) => this.bytes = bytes;

        public bool IsRead { get; private set; }

        public static async Task<WatchedContent> OfAsync(HttpContent content, CancellationToken cancellationToken)
        {
            var watched = new WatchedContent(await content.ReadAsByteArrayAsync(cancellationToken));
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                watched.Headers.TryAddWithoutValidation(name, values);
            }

            return watched;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            IsRead = true;
            return stream.WriteAsync(bytes, cancellationToken).AsTask();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}

/// <summary>What became of the requests of one call.</summary>
internal sealed class SentRequests
{
    /// <summary>Whether one of them may have taken effect: it was sent, and the service did not refuse it.</summary>
    public bool MayHaveTakenEffect { get; private set; }

    public void Count() => MayHaveTakenEffect = true;
}
