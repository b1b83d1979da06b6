using System.Globalization;
using System.Net;
using System.Security.Authentication;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// Sends the SDK's requests: applies a timeout to each attempt, classifies network errors, and records whether a request can have taken
/// effect, including the SDK's own retries.
/// </summary>
internal sealed class EcrTransport : HttpMessageHandler
{
    /// <summary>
    /// The timeout of one attempt, from the connection to the last byte of the response. ClientConfig.Timeout doesn't apply if
    /// HttpClientFactory is set.
    /// </summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The timeout for establishing a connection.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(4);

    private readonly HttpMessageInvoker invoker;
    private readonly TimeProvider clock;
    private readonly AsyncLocal<SentRequests?> current = new();

    /// <param name="network">Sends the requests. It must outlive the transport.</param>
    /// <param name="clock">Measures the timeout of an attempt.</param>
    public EcrTransport(HttpMessageHandler network, TimeProvider clock)
    {
        this.clock = clock;
        invoker = new(new ResponseLimitHandler(network), disposeHandler: false);
    }

    /// <summary>Records the requests that the caller sends from now on, until it starts another record.</summary>
    public SentRequests Record() => current.Value = new();

    /// <exception cref="HttpRequestException">
    /// The request was not sent, or its response did not arrive. The inner exception is an <see cref="EcrNetworkException"/>, which the SDK
    /// retries like any IOException.
    /// </exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AttemptTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var sent = current.Value;
        var content = request.Content is null ? null : await WatchedContent.OfAsync(request.Content, cancellationToken);
        request.Content = content;
        try
        {
            var response = await invoker.SendAsync(request, either.Token);
            if (response.StatusCode is HttpStatusCode.OK or >= HttpStatusCode.InternalServerError)
            {
                sent?.Count();
            }

            return response;
        }
#pragma warning disable CA1031 // Whatever the error, a request that was sent can have taken effect.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (content is { IsRead: true } && !IsBeforeSending(exception))
            {
                sent?.Count();
            }

            if (!cancellationToken.IsCancellationRequested && Meaning(exception, limit.IsCancellationRequested) is { } failure)
            {
                throw new HttpRequestException(failure.Message, failure);
            }

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

    // The framework reports that there was no connection to send the request on.
    private static bool IsBeforeSending(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    private static EcrNetworkException? Meaning(Exception exception, bool isTooLong) => exception switch
    {
        OperationCanceledException when isTooLong => new(
            EcrErrorKind.Network,
            nameof(TimeoutException),
            string.Create(CultureInfo.InvariantCulture, $"no response came within {AttemptTimeout.TotalSeconds} s"),
            exception),
        OperationCanceledException { InnerException: TimeoutException } => new(
            EcrErrorKind.Network,
            nameof(TimeoutException),
            string.Create(CultureInfo.InvariantCulture, $"no connection could be established within {ConnectTimeout.TotalSeconds} s"),
            exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new(EcrErrorKind.UnexpectedResponse, nameof(HttpRequestException), exception.Message, exception),
        HttpRequestException when exception.Inner<AuthenticationException>() is { } refusal => new(
            // The inner exception is the reason if a handshake fails for a reason other than the certificate.
            refusal.InnerException is null ? EcrErrorKind.Tls : EcrErrorKind.TlsHandshake, nameof(HttpRequestException), exception.Innermost().Message, exception),
        HttpRequestException or IOException => new(EcrErrorKind.Network, exception.GetType().Name, exception.Innermost().Message, exception),
        _ => null,
    };

    // Content that nobody has started to read has not been sent.
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

/// <summary>A classified network error.</summary>
/// <param name="kind">The kind of error, which determines the remedy.</param>
/// <param name="name">The name in the metrics.</param>
/// <param name="message">The description, without a trailing period.</param>
/// <param name="inner">The cause.</param>
internal sealed class EcrNetworkException(EcrErrorKind kind, string name, string message, Exception inner) : IOException(message, inner)
{
    public EcrErrorKind Kind { get; } = kind;

    public string Name { get; } = name;
}

/// <summary>The effect of the requests of one call.</summary>
internal sealed class SentRequests
{
    /// <summary>True if one of the requests can have taken effect: it was sent, and the service did not reject it.</summary>
    public bool MayHaveTakenEffect { get; private set; }

    public void Count() => MayHaveTakenEffect = true;
}
