using System.Net;
using System.Net.NetworkInformation;

namespace EcrPtc.Cli.Sam;

/// <summary>An address of this machine.</summary>
/// <param name="Interface">The network interface that has it, such as <c>docker0</c>.</param>
/// <param name="Address">The address.</param>
internal sealed record MachineAddress(string Interface, IPAddress Address)
{
    /// <summary>Reads all of them, those of interfaces that are down included: a bridge is down while it has no container.</summary>
    public static IReadOnlyList<MachineAddress> ReadAll() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().SelectMany(
            network => network.GetIPProperties().UnicastAddresses.Select(unicast => new MachineAddress(network.Name, unicast.Address))),
    ];
}
