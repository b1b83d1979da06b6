using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EcrPtcLambda.TestSupport;

/// <summary>Network faults between a client and a server.</summary>
public enum WireFault
{
    /// <summary>The request is read, and no response is sent.</summary>
    SilentBeforeHeaders,

    /// <summary>Headers and one byte of the body are sent, then nothing.</summary>
    SilentInBody,

    /// <summary>The call takes effect, and no response is sent.</summary>
    SilentAfterWork,

    /// <summary>The connection is reset before the call takes effect.</summary>
    ResetBefore,

    /// <summary>The call takes effect, and the connection is reset.</summary>
    ResetAfterWork,

    /// <summary>The login page of a proxy.</summary>
    HtmlOk,

    /// <summary>The call takes effect, and half of its response is sent.</summary>
    TruncatedJson,

    /// <summary>The error page of a load balancer.</summary>
    HtmlServerError,

    /// <summary>429 without a body.</summary>
    EmptyThrottle,

    /// <summary>A body of 50 MB.</summary>
    HugeBody,

    /// <summary>A redirect to another host.</summary>
    Redirect,

    /// <summary>The response is sent, the connection is closed, and no further connection can be established.</summary>
    GoDark,
}

/// <summary>
/// A server on the loopback address in front of an emulated AWS that injects network faults. Serves one request per connection.
/// </summary>
internal sealed class FaultyEndpoint : IAsyncDisposable
{
    private const string Page = "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>";

    private HttpMessageInvoker? aws;
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private readonly List<Planned> planned = [];
    private readonly List<Socket> pending = [];
    private readonly List<Task> serving = [];
    private TcpListener listener = new(IPAddress.Loopback, 0);
    private bool isDark;

    public FaultyEndpoint()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving.Add(AcceptAsync(listener));
    }

    /// <summary>The handler that serves the requests. It must not be disposed before the endpoint.</summary>
    public HttpMessageHandler Aws
    {
        set => aws = new(value, disposeHandler: false);
    }

    public int Port { get; }

    public Uri Uri => new($"http://127.0.0.1:{Port}/");

    /// <summary>Injects a fault into the next calls of an operation.</summary>
    public void Next(string operation, WireFault fault, int times = 1)
    {
        lock (gate)
        {
            planned.Add(new(operation, fault) { Left = times });
        }
    }

    /// <summary>From now on, no connection can be established: the port doesn't respond.</summary>
    public void GoDark()
    {
        lock (gate)
        {
            if (isDark)
            {
                return;
            }

            isDark = true;
            listener.Stop();

            // With a full backlog of one, the kernel drops further connection attempts.
            var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            full.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            full.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            full.Listen(0);
            pending.Add(full);
            for (var index = 0; index < 4; index++)
            {
                var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                pending.Add(filler);
                try
                {
                    filler.Connect(new IPEndPoint(IPAddress.Loopback, Port));
                }
                catch (SocketException)
                {
                    // The connection is in progress, or already exceeds the backlog.
                }
            }
        }
    }

    /// <summary>Removes all faults.</summary>
    public void Heal()
    {
        lock (gate)
        {
            planned.Clear();
            if (isDark)
            {
                isDark = false;
                pending.ForEach(static socket => socket.Dispose());
                pending.Clear();
                listener.Dispose();
                listener = new(IPAddress.Loopback, Port);
                listener.Start();
                serving.Add(AcceptAsync(listener));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        Task[] tasks;
        lock (gate)
        {
            listener.Stop();
            pending.ForEach(static socket => socket.Dispose());
            tasks = [.. serving];
        }

        await Task.WhenAll(tasks);
        listener.Dispose();
        aws?.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true)
            {
                var peer = await from.AcceptSocketAsync(closing.Token);
                lock (gate)
                {
                    serving.Add(ServeAsync(peer));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is disposed.
        }
    }

    private async Task ServeAsync(Socket peer)
    {
        using (peer)
        {
            try
            {
                await using var stream = new NetworkStream(peer);
                if (await ReadAsync(stream) is { } request)
                {
                    using (request)
                    {
                        await ServeAsync(request, peer, stream);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client disconnected, or the test has ended.
            }
        }
    }

    private async Task ServeAsync(HttpRequestMessage request, Socket peer, Stream stream)
    {
        var operation = request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[^1] : "PutObject";
        switch (Take(operation))
        {
            case null:
                await stream.WriteAsync(await RespondAsync(request), closing.Token);
                break;
            case WireFault.SilentBeforeHeaders:
                await UntilTheClientGoesAsync(stream);
                break;
            case WireFault.SilentInBody:
                await stream.WriteAsync(Head("200 OK", "application/x-amz-json-1.1", 100).Concat("{"u8.ToArray()).ToArray(), closing.Token);
                await UntilTheClientGoesAsync(stream);
                break;
            case WireFault.SilentAfterWork:
                await RespondAsync(request);
                await UntilTheClientGoesAsync(stream);
                break;
            case WireFault.ResetBefore:
                Reset(peer);
                break;
            case WireFault.ResetAfterWork:
                await RespondAsync(request);
                Reset(peer);
                break;
            case WireFault.HtmlOk:
                await WriteAsync(stream, "200 OK", "text/html", Page);
                break;
            case WireFault.TruncatedJson:
                using (var response = await aws!.SendAsync(request, closing.Token))
                {
                    var body = await response.Content.ReadAsStringAsync(closing.Token);
                    await WriteAsync(stream, "200 OK", "application/x-amz-json-1.1", body[..(body.Length / 2)]);
                }

                break;
            case WireFault.HtmlServerError:
                await WriteAsync(stream, "502 Bad Gateway", "text/html", Page);
                break;
            case WireFault.EmptyThrottle:
                await WriteAsync(stream, "429 Too Many Requests", "text/plain", "");
                break;
            case WireFault.HugeBody:
                await stream.WriteAsync(Head("200 OK", "application/x-amz-json-1.1", 50_000_000), closing.Token);
                for (var sent = 0; sent < 50_000_000; sent += 50_000)
                {
                    await stream.WriteAsync(new byte[50_000], closing.Token);
                }

                break;
            case WireFault.Redirect:
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), closing.Token);
                break;
            case WireFault.GoDark:
                // Before the response is sent, because the client reconnects as soon as it receives it.
                var bytes = await RespondAsync(request);
                GoDark();
                await stream.WriteAsync(bytes, closing.Token);
                break;
        }
    }

    private WireFault? Take(string operation)
    {
        lock (gate)
        {
            if (planned.Find(each => each.Operation == operation && each.Left > 0) is not { } found)
            {
                return null;
            }

            found.Left--;
            return found.Fault;
        }
    }

    private async Task<byte[]> RespondAsync(HttpRequestMessage request)
    {
        using var response = await aws!.SendAsync(request, closing.Token);
        var body = await response.Content.ReadAsByteArrayAsync(closing.Token);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\n");
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }

    private async Task WriteAsync(Stream stream, string status, string type, string body) =>
        await stream.WriteAsync(Head(status, type, body.Length).Concat(Encoding.UTF8.GetBytes(body)).ToArray(), closing.Token);

    private static byte[] Head(string status, string type, int length) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"));

    // Bounded by the client's timeout and the end of the test.
    private async Task UntilTheClientGoesAsync(Stream stream)
    {
        while (await stream.ReadAsync(new byte[1], closing.Token) > 0)
        {
            // Discards further data from the client.
        }
    }

    private static void Reset(Socket peer)
    {
        peer.LingerState = new(enable: true, seconds: 0);
        peer.Close();
    }

    private async Task<HttpRequestMessage?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var next = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(next, closing.Token) == 0)
            {
                return null;
            }

            head.Add(next[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(each => each[0], each => each[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, closing.Token);

        var request = new HttpRequestMessage(
            new(lines[0].Split(' ')[0]),
            new Uri($"http://{headers["Host"]}{lines[0].Split(' ')[1]}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = new ByteArrayContent(body),
        };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private sealed record Planned(string Operation, WireFault Fault)
    {
        public int Left { get; set; }
    }
}
