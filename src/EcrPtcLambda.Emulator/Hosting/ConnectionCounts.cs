using Microsoft.AspNetCore.Connections;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>Counts the connections that come to a server, as Kestrel's middleware.</summary>
internal sealed class ConnectionCounts
{
    private int plain;
    private int tls;

    public int Plain => Volatile.Read(ref plain);

    public int Tls => Volatile.Read(ref tls);

    public ConnectionDelegate CountPlain(ConnectionDelegate next) => connection =>
    {
        Interlocked.Increment(ref plain);
        return next(connection);
    };

    /// <summary>To stand before TLS, so that a handshake that fails counts too.</summary>
    public ConnectionDelegate CountTls(ConnectionDelegate next) => connection =>
    {
        Interlocked.Increment(ref tls);
        return next(connection);
    };
}
