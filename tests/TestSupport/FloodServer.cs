using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EcrPtcLambda.TestSupport;

/// <summary>The framing of a response's body.</summary>
public enum BodyFraming
{
    /// <summary>Content-Length.</summary>
    Length,

    /// <summary>Transfer-Encoding: chunked.</summary>
    Chunks,

    /// <summary>The end of the connection.</summary>
    Close,
}

/// <summary>An HTTP server on the loopback address that responds to every request with a JSON body of a given size.</summary>
internal sealed class FloodServer : IAsyncDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private static readonly byte[] Opening = """{"pullThroughCacheRules":[],"padding":" """u8.ToArray();
    private static readonly byte[] Ending = "\"}"u8.ToArray();

    private readonly BodyFraming framing;
    private readonly long bodyBytes;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;
    private long sent;
    private int requests;

    public FloodServer(BodyFraming framing, long bodyBytes)
    {
        this.framing = framing;
        this.bodyBytes = bodyBytes;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>The status code and reason phrase of every response.</summary>
    public string Status { get; init; } = "200 OK";

    /// <summary>The number of body bytes that were sent, including those in network buffers.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>The number of requests.</summary>
    public int Requests => Volatile.Read(ref requests);

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
            do
            {
                await ReadRequestAsync(stream);
                Interlocked.Increment(ref requests);
                await AnswerAsync(stream);
            }
            while (framing is not BodyFraming.Close);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client disconnected, or the server is disposed.
        }
    }

    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(next, closing.Token);
            head.Append((char)next[0]);
        }

        var length = head.ToString().Split("\r\n").First(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        await stream.ReadExactlyAsync(new byte[int.Parse(length, CultureInfo.InvariantCulture)], closing.Token);
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var head = framing switch
        {
            BodyFraming.Length => $"Content-Length: {bodyBytes}",
            BodyFraming.Chunks => "Transfer-Encoding: chunked",
            _ => "Connection: close",
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Status}\r\nContent-Type: application/x-amz-json-1.1\r\n{head}\r\n\r\n"), closing.Token);

        await WriteAsync(stream, Opening);
        var padding = new byte[ChunkBytes];
        padding.AsSpan().Fill((byte)' ');
        for (var left = bodyBytes - Opening.Length - Ending.Length; left > 0; left -= ChunkBytes)
        {
            await WriteAsync(stream, padding.AsMemory(0, (int)long.Min(left, ChunkBytes)));
        }

        await WriteAsync(stream, Ending);
        if (framing is BodyFraming.Chunks)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), closing.Token);
        }
    }

    private async Task WriteAsync(NetworkStream stream, ReadOnlyMemory<byte> part)
    {
        if (framing is BodyFraming.Chunks)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), closing.Token);
        }

        await stream.WriteAsync(part, closing.Token);
        Interlocked.Add(ref sent, part.Length);
        if (framing is BodyFraming.Chunks)
        {
            await stream.WriteAsync("\r\n"u8.ToArray(), closing.Token);
        }
    }
}
