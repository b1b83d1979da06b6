using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using EcrPtcLambda.Ecr;

namespace EcrPtcLambda.Networking;

/// <summary>
/// A TCP and TLS connection that is opened before the request that uses it, with complete validation of the server's certificate.
/// </summary>
internal sealed class Preconnection
{
    // Servers close idle connections (Amazon S3 after some seconds), and a frozen sandbox loses its connections.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private readonly Uri server;
    private readonly TimeProvider clock;
    private readonly DateTimeOffset begun;
    private readonly Task<Opened?> opening;

    private Preconnection(Uri server, SslClientAuthenticationOptions tls, TimeProvider clock)
    {
        this.server = server;
        this.clock = clock;
        begun = clock.GetUtcNow();
        opening = Task.Run(() => OpenAsync(tls));
    }

    /// <param name="server">A URL of the host.</param>
    /// <param name="tls">The trusted roots.</param>
    /// <param name="clock">Measures the age of the connection.</param>
    public static Preconnection Begin(Uri server, SslClientAuthenticationOptions tls, TimeProvider clock) => new(server, tls, clock);

    /// <summary>Hands over the connection, once.</summary>
    /// <returns>
    /// Null if there is no connection for this request: it goes to another host, or the connection failed, is too old or was closed.
    /// </returns>
    public async Task<SslStream?> TakeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsFor(request))
        {
            Abandon();
            return null;
        }

        Opened? opened;
        try
        {
            opened = await opening.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Abandon();
            throw;
        }

        if (opened is null || IsUsable(opened))
        {
            return opened?.Stream;
        }

        await opened.Stream.DisposeAsync();
        return null;
    }

    /// <summary>Closes the connection, as soon as it is established.</summary>
    public void Abandon() => _ = CloseAsync();

    private async Task CloseAsync()
    {
        if (await opening is { } opened)
        {
            await opened.Stream.DisposeAsync();
        }
    }

    private async Task<Opened?> OpenAsync(SslClientAuthenticationOptions tls)
    {
        using var limit = new CancellationTokenSource(EcrTransport.ConnectTimeout, clock);
        SslStream? stream = null;
        try
        {
            var connection = await Connections.ConnectAsync(new DnsEndPoint(server.IdnHost, server.Port), limit.Token);
            stream = new(connection);
            await stream.AuthenticateAsClientAsync(TlsClientOptions.For(server.IdnHost, tls), limit.Token);
            return new(stream, connection.Socket);
        }
#pragma warning disable CA1031 // The request encounters the error again on its own connection, and reports it.
        catch (Exception)
#pragma warning restore CA1031
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            return null;
        }
    }

    // The certificate was checked for this name. The handler would use the Host header, if any.
    private bool IsFor(HttpRequestMessage request) =>
        request.RequestUri is { } uri
        && uri.Scheme == server.Scheme
        && uri.IdnHost == server.IdnHost
        && uri.Port == server.Port
        && (request.Headers.Host is not { } host || host == server.Authority || host == server.Host);

    // By the wall clock, which continues while a sandbox is frozen.
    private bool IsUsable(Opened opened) => clock.GetUtcNow() - begun < Freshness && IsEstablished(opened.Socket);

    // Readable data would prove nothing, because a server sends session tickets unasked.
    private static bool IsEstablished(Socket socket)
    {
        const int Tcp = 6;
        const int Information = 11;
        const byte Established = 1;
        Span<byte> state = [0];
        try
        {
            return !OperatingSystem.IsLinux() || (socket.GetRawSocketOption(Tcp, Information, state) > 0 && state[0] is Established);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private sealed record Opened(SslStream Stream, Socket Socket);
}
