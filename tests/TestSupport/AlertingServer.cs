using System.Net.Sockets;

namespace EcrPtcLambda.TestSupport;

/// <summary>A server that responds to every TLS handshake with an alert.</summary>
/// <param name="description">The alert's number, such as 40 (handshake_failure) or 70 (protocol_version) of RFC 8446, section 6.</param>
internal sealed class AlertingServer(byte description) : SocketServer
{
    public Uri Uri => new($"https://localhost:{Port}/");

    protected override async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var hello = new byte[4096];
        if (await stream.ReadAsync(hello, cancellationToken) > 0)
        {
            await stream.WriteAsync(new byte[] { 0x15, 0x03, 0x03, 0x00, 0x02, 0x02, description }, cancellationToken);
        }

        stream.Socket.Shutdown(SocketShutdown.Send);
    }
}
