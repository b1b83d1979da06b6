using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace EcrPtcLambda.Tests.Networking;

/// <summary>A TLS handshake with a server on the loopback address.</summary>
internal static class Handshake
{
    /// <summary>Shakes hands with localhost.</summary>
    /// <param name="options">The client's.</param>
    /// <param name="server">What the server shows.</param>
    /// <param name="intermediates">What it sends besides.</param>
    /// <returns>What kept the client from it, or null.</returns>
    public static async Task<Exception?> TryAsync(SslClientAuthenticationOptions options, X509Certificate2 server, params X509Certificate2[] intermediates)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var serving = ServeAsync(await listener.AcceptTcpClientAsync(), SslStreamCertificateContext.Create(server, [.. intermediates], offline: true));
        var failure = await ShakeAsync(client, options);
        client.Close();
        await serving;
        return failure;
    }

    private static async Task<Exception?> ShakeAsync(TcpClient client, SslClientAuthenticationOptions options)
    {
        options.TargetHost = "localhost";
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(options);
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, the test looks at it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    private static async Task ServeAsync(TcpClient peer, SslStreamCertificateContext context)
    {
        using var connection = peer;
        await using var stream = new SslStream(connection.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context });
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, which is the client's to explain.
        }
    }
}
