using System.Net;
using System.Net.Sockets;

namespace EcrPtcLambda.TestSupport;

/// <summary>A server on the loopback address that serves each connection until it is disposed.</summary>
internal abstract class SocketServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;

    protected SocketServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    protected int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        listener.Dispose();
        closing.Dispose();
    }

    /// <summary>Serves a connection; where the client disconnects, this may throw an <see cref="IOException"/>.</summary>
    protected abstract Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken);

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptSocketAsync(closing.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is disposed.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket peer)
    {
        try
        {
            await using var stream = new NetworkStream(peer, ownsSocket: true);
            await ServeAsync(stream, closing.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client disconnected, or the server is disposed.
        }
    }
}
