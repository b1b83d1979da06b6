using Microsoft.AspNetCore.Connections;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>Kestrel middleware that counts the connections to a server.</summary>
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

    /// <summary>Counts TLS connections. Must precede TLS, so that a failed handshake counts too.</summary>
    public ConnectionDelegate CountTls(ConnectionDelegate next) => connection =>
    {
        Interlocked.Increment(ref tls);
        return next(connection);
    };
}
