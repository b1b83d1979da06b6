using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EcrPtcLambda.TestSupport;

/// <summary>
/// An HTTPS server on the loopback address that responds with 200 to all requests, and records the requests of each connection.
/// </summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly X509Certificate2 certificate;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private readonly List<Connection> connections = [];
    private readonly Task accepting;

    public TlsServer(X509Certificate2 certificate)
    {
        this.certificate = certificate;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The server's URL, with the name in its certificate.</summary>
    public Uri Uri => new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>All connections so far.</summary>
    public IReadOnlyList<Connection> Connections
    {
        get
        {
            lock (gate)
            {
                return [.. connections];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(Connections.Select(each => each.Serving));
        listener.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var peer = await listener.AcceptSocketAsync(closing.Token);
                lock (gate)
                {
                    connections.Add(new(peer, certificate, closing.Token));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is disposed.
        }
    }

    /// <summary>One connection of the server.</summary>
    internal sealed class Connection
    {
        private readonly Socket peer;
        private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource ending;

        public Connection(Socket peer, X509Certificate2 certificate, CancellationToken closing)
        {
            this.peer = peer;
            ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
            Serving = ServeAsync(certificate);
        }

        /// <summary>Completes when the handshake has succeeded.</summary>
        public Task Ready => ready.Task;

        /// <summary>Completes when the connection has ended.</summary>
        public Task Serving { get; }

        /// <summary>The number of requests.</summary>
        public int Requests { get; private set; }

        /// <summary>Closes the connection, like a server after its idle timeout.</summary>
        public async Task CloseAsync()
        {
            await ending.CancelAsync();
            await Serving;
        }

        private async Task ServeAsync(X509Certificate2 certificate)
        {
            try
            {
                await using var tls = new SslStream(new NetworkStream(peer, ownsSocket: true));
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ending.Token);
                ready.SetResult();
                await RespondAsync(tls);
                await tls.ShutdownAsync();
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The client disconnected, and reports the reason itself.
            }
            finally
            {
                ready.TrySetCanceled(CancellationToken.None);
            }
        }

        // Requests have no body in these tests, and end with an empty line.
        private async Task RespondAsync(SslStream tls)
        {
            using var reader = new StreamReader(tls, Encoding.ASCII, leaveOpen: true);
            try
            {
                while (await reader.ReadLineAsync(ending.Token) is { } line)
                {
                    if (line.Length == 0)
                    {
                        Requests++;
                        await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), ending.Token);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The connection is being closed.
            }
        }
    }
}
