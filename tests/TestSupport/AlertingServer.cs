using System.Net;
using System.Net.Sockets;

namespace EcrPtcLambda.TestSupport;

/// <summary>A server that responds to every TLS handshake with an alert.</summary>
internal sealed class AlertingServer : IAsyncDisposable
{
    private readonly byte[] alert;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;

    /// <param name="description">The alert's number, such as 40 (handshake_failure) or 70 (protocol_version) of RFC 8446, section 6.</param>
    public AlertingServer(byte description)
    {
        alert = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, description];
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Uri => new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        listener.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var peer = await listener.AcceptSocketAsync(closing.Token);
                var hello = new byte[4096];
                if (await peer.ReceiveAsync(hello, closing.Token) > 0)
                {
                    await peer.SendAsync(alert, closing.Token);
                }

                peer.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is disposed.
        }
    }
}
