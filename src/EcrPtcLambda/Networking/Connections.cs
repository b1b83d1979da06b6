using System.Net.Security;
using System.Net.Sockets;
using EcrPtcLambda.Ecr;

namespace EcrPtcLambda.Networking;

/// <summary>
/// What carries requests to one host: to ECR, or answers to the response bucket. The first connection can be opened ahead of the
/// first request, while there is other work to do; it is trusted for the same reasons as any other.
/// </summary>
internal sealed class Connections : IPreconnector, IDisposable
{
    private readonly SslClientAuthenticationOptions tls;
    private readonly TimeProvider clock;
    private Preconnection? preconnection;

    /// <param name="tls">Whom to trust.</param>
    /// <param name="clock">Tells how old a connection is that was opened ahead.</param>
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

    /// <summary>No redirect, cookie, proxy or trace header: a pre-signed URL must be reached as it was signed.</summary>
    public SocketsHttpHandler Handler { get; }

    /// <summary>
    /// Begins to connect, and sends nothing. Whatever comes of it, nothing is thrown: a request that finds no connection makes its
    /// own, and meets what kept this one from it. Plain HTTP is left alone, since little is gained.
    /// </summary>
    /// <param name="server">A URL of the host that the next request goes to.</param>
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

    /// <summary>Connects as the handler does by itself.</summary>
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

    // A stream that speaks TLS already is taken by the handler as it is; on any other it does the handshake.
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
