using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using EcrPtcLambda.Ecr;

namespace EcrPtcLambda.Networking;

/// <summary>A connection on its way before there is a request for it: TCP and TLS, with every check of the server's certificate.</summary>
internal sealed class Preconnection
{
    // Servers end connections that stay idle, S3 after some seconds; and a sandbox that was frozen finds its own cut.
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
    /// <param name="tls">Whom to trust.</param>
    /// <param name="clock">Tells how old the connection is.</param>
    public static Preconnection Begin(Uri server, SslClientAuthenticationOptions tls, TimeProvider clock) => new(server, tls, clock);

    /// <summary>Hands the connection over, once.</summary>
    /// <returns>Null where there is none for this request: it goes elsewhere, the connection didn't come about, or it has got old or ended.</returns>
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

    /// <summary>Closes the connection, or lets it be closed as soon as it has come about.</summary>
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
#pragma warning disable CA1031 // Whatever it is, the request meets it again on a connection of its own, and can tell.
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

    // The certificate was checked for this name, which the handler would take from the Host header where there is one.
    private bool IsFor(HttpRequestMessage request) =>
        request.RequestUri is { } uri
        && uri.Scheme == server.Scheme
        && uri.IdnHost == server.IdnHost
        && uri.Port == server.Port
        && (request.Headers.Host is not { } host || host == server.Authority || host == server.Host);

    // By the wall clock, which goes on while a sandbox is frozen.
    private bool IsUsable(Opened opened) => clock.GetUtcNow() - begun < Freshness && IsEstablished(opened.Socket);

    // Whether something can be read would not tell: a server sends session tickets unasked.
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
