using System.Net;
using System.Net.Sockets;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>Binds a socket to an address that doesn't exist on this machine yet.</summary>
/// <seealso href="https://man7.org/linux/man-pages/man7/ip.7.html"/>
internal static class AbsentAddress
{
    // The Linux socket option IP_FREEBIND, which applies to IPv6 sockets too.
    private const int Ip = 0;
    private const int FreeBind = 15;

    /// <exception cref="SocketException">The port is taken.</exception>
    public static Socket Bind(EndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OperatingSystem.IsLinux())
            {
                socket.SetRawSocketOption(Ip, FreeBind, BitConverter.GetBytes(1));
            }

            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
