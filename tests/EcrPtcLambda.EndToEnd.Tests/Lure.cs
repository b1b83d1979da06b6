using System.Net;
using System.Net.Sockets;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>A server on the loopback address that counts who connects to it, and ends each connection.</summary>
internal sealed class Lure : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int visits;

    public Lure()
    {
        listener.Start();
        _ = CountAsync();
    }

    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public int Visits => Volatile.Read(ref visits);

    public void Dispose() => listener.Dispose();

    private async Task CountAsync()
    {
        try
        {
            while (true)
            {
                using var visitor = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref visits);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }
}
