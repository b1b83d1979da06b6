using System.Net.Security;
using System.Net.Sockets;
using EcrPtcLambda.Ecr;

namespace EcrPtcLambda.Networking;

/// <summary>
/// The connection pool for one host: Amazon ECR or the response bucket. The first connection can be opened before the first request, and is
/// validated like any other.
/// </summary>
internal sealed class Connections : IPreconnector, IDisposable
{
    private readonly SslClientAuthenticationOptions tls;
    private readonly TimeProvider clock;
    private Preconnection? preconnection;

    /// <param name="tls">The trusted roots.</param>
    /// <param name="clock">Measures the age of a connection that was opened early.</param>
    public Connections(SslClientAuthenticationOptions tls, TimeProvider clock)
    {
        this.tls = tls;
        this.clock = clock;
        Handler = new()
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = EcrTransport.ConnectTimeout,
            SslOptions = tls,
            UseCookies = false,
            UseProxy = false,
        };
    }

    /// <summary>No redirect, cookie, proxy or trace header: a presigned URL must be requested as it was signed.</summary>
    public SocketsHttpHandler Handler { get; }

    /// <summary>
    /// Starts to connect and sends nothing. Never throws: after a failure, the request opens its own connection and reports the error.
    /// Ignores plain HTTP, where little time is saved.
    /// </summary>
    /// <param name="server">A URL of the next request's host.</param>
    public void Preconnect(Uri server)
    {
        if (server.Scheme == Uri.UriSchemeHttps)
        {
            Interlocked.Exchange(ref preconnection, Preconnection.Begin(server, tls, clock))?.Abandon();
        }
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref preconnection, null)?.Abandon();
        Handler.Dispose();
    }

    /// <summary>Connects like the handler's default.</summary>
    internal static async Task<NetworkStream> ConnectAsync(System.Net.EndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The handler uses a stream that already speaks TLS as it is, and performs the handshake on any other stream.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref preconnection, null) is { } ahead
            && await ahead.TakeAsync(context.InitialRequestMessage, cancellationToken) is { } opened)
        {
            return opened;
        }

        return await ConnectAsync(context.DnsEndPoint, cancellationToken);
    }
}
