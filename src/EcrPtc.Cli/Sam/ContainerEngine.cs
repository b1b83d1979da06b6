using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace EcrPtc.Cli.Sam;

/// <summary>The description that a container engine gives of itself. Docker and podman serve the same API.</summary>
/// <param name="Socket">The path of the socket that serves its API.</param>
/// <param name="IsDockerDesktop">Whether its containers run in Docker Desktop's virtual machine.</param>
/// <param name="IsRootless">
/// Whether a user other than root runs it: its networks are then in a separate network namespace. Docker reports this, podman 4 doesn't.
/// </param>
/// <param name="Bridges">The subnets of the default network of a container; empty if there is none.</param>
/// <seealso href="https://docs.docker.com/reference/api/engine/version/v1.41/"/>
internal sealed record ContainerEngine(string Socket, bool IsDockerDesktop, bool IsRootless, IReadOnlyList<BridgeSubnet> Bridges)
{
    // The SAM CLI reads the same variable, has the same default, and knows nothing of Docker's contexts.
    private const string HostVariable = "DOCKER_HOST";
    private const string DefaultSocket = "/var/run/docker.sock";

    // podman's first response takes seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The path of the socket at which the SAM CLI reaches its engine; null if it uses no socket.</summary>
    public static string? SocketPath => Environment.GetEnvironmentVariable(HostVariable) switch
    {
        null or "" => DefaultSocket,
        var host when host.StartsWith("unix://", StringComparison.Ordinal) => host["unix://".Length..],
        _ => null,
    };

    /// <summary>Queries the engine.</summary>
    /// <returns>Null if no container engine responds.</returns>
    public static async Task<ContainerEngine?> FindAsync(CancellationToken cancellationToken)
    {
        if (SocketPath is not { } socket)
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new CancellationTokenSource(Patience, TimeProvider.System);
        await using var expiry = timer.Token.Register(patience.Cancel);
        try
        {
            var isRootless = await IsRootlessAsync(socket, patience.Token);
            using var http = Connect(socket);
            using var information = await GetAsync(http, "info", patience.Token);
            using var network = await GetAsync(http, "networks/bridge", patience.Token);
            return information is null ? null : Read(socket, isRootless, information.RootElement, network?.RootElement);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or JsonException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static ContainerEngine Read(string socket, bool isRootless, JsonElement information, JsonElement? network) => new(
        socket,
        information.TextOf("OperatingSystem") == "Docker Desktop",
        isRootless || Items(information, "SecurityOptions").Any(option => option.GetString() is { } text && text.Contains("name=rootless", StringComparison.Ordinal)),
        network is { } found && found.TryGetProperty("IPAM", out var addresses) ? [.. Items(addresses, "Config").Select(BridgeSubnet.Read).OfType<BridgeSubnet>()] : []);

    // The credentials of the listener in the user namespace of this process: in that of a rootless engine, its user is root.
    private static async Task<bool> IsRootlessAsync(string path, CancellationToken cancellationToken)
    {
        const int SocketLevel = 1;
        const int PeerCredentials = 17;
        using var socket = await OpenAsync(path, cancellationToken);
        var credentials = new byte[3 * sizeof(int)];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length && BitConverter.ToInt32(credentials, sizeof(int)) != 0;
    }

    private static HttpClient Connect(string path)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) => new NetworkStream(await OpenAsync(path, cancellationToken), ownsSocket: true),
        };
        return new(handler) { BaseAddress = new("http://localhost/"), Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    private static async Task<Socket> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<JsonDocument?> GetAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return response.StatusCode is HttpStatusCode.OK ? JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)) : null;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : default;
}

/// <summary>A subnet of an engine's bridge.</summary>
/// <param name="Network">The addresses of the subnet.</param>
/// <param name="Gateway">The bridge's own address; null if the engine doesn't report it, for example after Docker's first start.</param>
internal sealed record BridgeSubnet(IPNetwork Network, IPAddress? Gateway)
{
    /// <returns>Null if the engine reports no subnet.</returns>
    public static BridgeSubnet? Read(JsonElement configuration) =>
        configuration.TryGetProperty("Subnet", out var subnet) && IPNetwork.TryParse(subnet.GetString(), out var network)
            ? new(network, configuration.TryGetProperty(nameof(Gateway), out var gateway) && IPAddress.TryParse(gateway.GetString(), out var address) ? address : null)
            : null;

    /// <summary>The bridge's own address: the one that the engine reports, that of this machine in the subnet, or the first in the subnet.</summary>
    public IPAddress AddressOn(IReadOnlyList<MachineAddress> machine) =>
        Gateway ?? machine.FirstOrDefault(each => each.Address.AddressFamily == Network.BaseAddress.AddressFamily && Network.Contains(each.Address))?.Address ?? First();

    private IPAddress First()
    {
        var bytes = Network.BaseAddress.GetAddressBytes();
        bytes[^1] |= 1;
        return new(bytes);
    }
}
