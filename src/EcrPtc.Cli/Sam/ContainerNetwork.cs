using System.Net;

namespace EcrPtc.Cli.Sam;

/// <summary>The network through which containers reach this machine.</summary>
/// <param name="Address">The address of this machine that they reach.</param>
/// <param name="Host">The host name that they use; null if they use the address.</param>
/// <param name="Description">A description of the owner of the address.</param>
/// <param name="IsPresent">Whether this machine has the address now; a bridge can come with the engine's first container.</param>
internal sealed record ContainerNetwork(IPAddress Address, string? Host, string Description, bool IsPresent)
{
    /// <summary>
    /// Docker Desktop, whose containers run in a virtual machine: it forwards <c>host.docker.internal</c> to this machine's loopback address.
    /// </summary>
    /// <seealso href="https://docs.docker.com/desktop/features/networking/"/>
    public static ContainerNetwork DockerDesktop { get; } = ForLoopback(IPAddress.Loopback, "forwarded by Docker Desktop");

    /// <summary>The network of an address that the user gave.</summary>
    /// <param name="address">The address.</param>
    /// <param name="machine">The addresses of this machine.</param>
    public static ContainerNetwork FromAddress(IPAddress address, IReadOnlyList<MachineAddress> machine) => IPAddress.IsLoopback(address)
        ? ForLoopback(address, "where the container engine forwards it")
        : FromBridge(address, machine);

    /// <summary>The network of a bridge on this machine.</summary>
    /// <param name="address">The bridge's address.</param>
    /// <param name="machine">The addresses of this machine.</param>
    public static ContainerNetwork FromBridge(IPAddress address, IReadOnlyList<MachineAddress> machine) =>
        machine.FirstOrDefault(each => each.Address.Equals(address)) is { } present
            ? new(address, Host: null, present.Interface, IsPresent: true)
            : new(address, Host: null, "which this machine gets with the engine's first container", IsPresent: false);

    // A container's loopback address is its own, so that URLs need a name.
    private static ContainerNetwork ForLoopback(IPAddress address, string description) => new(address, "host.docker.internal", description, IsPresent: true);
}
