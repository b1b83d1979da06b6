using System.Globalization;
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
/// <param name="framing">The framing of the bodies.</param>
/// <param name="bodyBytes">The size of each body, in bytes.</param>
internal sealed class FloodServer(BodyFraming framing, long bodyBytes) : SocketServer
{
    private const int ChunkBytes = 64 * 1024;

    private static readonly byte[] Opening = """{"pullThroughCacheRules":[],"padding":" """u8.ToArray();
    private static readonly byte[] Ending = "\"}"u8.ToArray();

    private long sent;
    private int requests;

    public Uri Uri => new($"http://127.0.0.1:{Port}/");

    /// <summary>The status code and reason phrase of every response.</summary>
    public string Status { get; init; } = "200 OK";

    /// <summary>The number of body bytes that were sent, including those in network buffers.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>The number of requests.</summary>
    public int Requests => Volatile.Read(ref requests);

    protected override async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        do
        {
            await ReadRequestAsync(stream, cancellationToken);
            Interlocked.Increment(ref requests);
            await RespondAsync(stream, cancellationToken);
        }
        while (framing is not BodyFraming.Close);
    }

    private static async Task ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(next, cancellationToken);
            head.Append((char)next[0]);
        }

        var length = head.ToString().Split("\r\n").First(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        await stream.ReadExactlyAsync(new byte[int.Parse(length, CultureInfo.InvariantCulture)], cancellationToken);
    }

    private async Task RespondAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = framing switch
        {
            BodyFraming.Length => $"Content-Length: {bodyBytes}",
            BodyFraming.Chunks => "Transfer-Encoding: chunked",
            _ => "Connection: close",
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Status}\r\nContent-Type: application/x-amz-json-1.1\r\n{head}\r\n\r\n"), cancellationToken);

        await WriteAsync(stream, Opening, cancellationToken);
        var padding = new byte[ChunkBytes];
        padding.AsSpan().Fill((byte)' ');
        for (var left = bodyBytes - Opening.Length - Ending.Length; left > 0; left -= ChunkBytes)
        {
            await WriteAsync(stream, padding.AsMemory(0, (int)long.Min(left, ChunkBytes)), cancellationToken);
        }

        await WriteAsync(stream, Ending, cancellationToken);
        if (framing is BodyFraming.Chunks)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
        }
    }

    private async Task WriteAsync(NetworkStream stream, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (framing is BodyFraming.Chunks)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), cancellationToken);
        }

        await stream.WriteAsync(part, cancellationToken);
        Interlocked.Add(ref sent, part.Length);
        if (framing is BodyFraming.Chunks)
        {
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        }
    }
}
