using System.Net;
using System.Net.Sockets;

namespace EcrPtc.Cli.Sam;

/// <summary>Finds the network that the SAM CLI's containers are in.</summary>
internal static class ContainerNetworks
{
    // The default bridges: Docker's, podman's by netavark, and podman's by CNI.
    private static readonly string[] BridgeNames = ["docker0", "podman0", "cni-podman0"];

    /// <summary>Finds the network by the address that the user gave, the running engine, or the existing bridges, in this order.</summary>
    /// <param name="given">The address that the user gave, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="IOException">This machine can't be reached from any network of containers.</exception>
    public static async Task<ContainerNetwork> FindAsync(IPAddress? given, CancellationToken cancellationToken)
    {
        var machine = MachineAddress.ReadAll();
        if (given is not null)
        {
            return ContainerNetwork.FromAddress(given, machine);
        }

        return OperatingSystem.IsLinux()
            ? Choose(await ContainerEngine.FindAsync(cancellationToken), machine, await IsInUserNamespaceAsync(cancellationToken))
            : ContainerNetwork.DockerDesktop;
    }

    /// <summary>Chooses the network on Linux.</summary>
    /// <param name="engine">The running engine; null if none responds.</param>
    /// <param name="machine">The addresses of this machine.</param>
    /// <param name="isInUserNamespace">Whether this process is in a user namespace, as <c>podman unshare</c> puts it in.</param>
    /// <exception cref="IOException">This machine can't be reached from any network of containers.</exception>
    internal static ContainerNetwork Choose(ContainerEngine? engine, IReadOnlyList<MachineAddress> machine, bool isInUserNamespace)
    {
        switch (engine)
        {
            case { IsDockerDesktop: true }:
                return ContainerNetwork.DockerDesktop;
            case null:
                return BridgeNames.SelectMany(name => machine.Where(each => each.Interface == name)).Select(each => each.Address)
                    .Where(IsUsable).OrderBy(IsIPv6).FirstOrDefault() is { } bridge
                    ? ContainerNetwork.FromBridge(bridge, machine)
                    : throw new IOException(
                        $"No container engine responds at {ContainerEngine.SocketPath ?? "the address in DOCKER_HOST"}, and this machine has no bridge ({string.Join(", ", BridgeNames)}). "
                        + "Start the engine that sam local invoke uses, or give --address, the address at which its containers reach this machine.");
        }

        if (engine.Bridges.Select(subnet => subnet.AddressOn(machine)).Where(IsUsable).OrderBy(IsIPv6).FirstOrDefault() is not { } address)
        {
            throw new IOException(
                $"The container engine at {engine.Socket} has no default bridge. Give sam local invoke a network of the engine with --docker-network, "
                + "and --address, the address at which containers in it reach this machine.");
        }

        // This machine may have the same address, of a bridge that is another. A container that podman's API makes, as SAM does, is on the
        // bridge where podman is rootless too: https://github.com/containers/podman/pull/13844.
        return engine.IsRootless && !isInUserNamespace
            ? throw new IOException(
                $"The container engine at {engine.Socket} is rootless: its bridge is in a separate network namespace. With podman, run this command there: "
                + "podman unshare --rootless-netns ecr-ptc serve --sam. Or give --address, the address at which containers reach this machine.")
            : ContainerNetwork.FromBridge(address, machine);
    }

    // A link-local address is valid only with the interface's name, which a URL can't contain.
    private static bool IsUsable(IPAddress address) => !address.IsIPv6LinkLocal;

    private static bool IsIPv6(IPAddress address) => address.AddressFamily is AddressFamily.InterNetworkV6;

    // All users of the machine are mapped to themselves outside of one.
    private static async Task<bool> IsInUserNamespaceAsync(CancellationToken cancellationToken)
    {
        const string Map = "/proc/self/uid_map";
        return File.Exists(Map) && (await File.ReadAllTextAsync(Map, cancellationToken)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not ["0", "0", "4294967295"];
    }
}
