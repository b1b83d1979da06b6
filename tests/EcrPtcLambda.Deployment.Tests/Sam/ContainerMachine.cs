using System.Diagnostics;
using System.Globalization;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Sam;

/// <summary>
/// A machine with a container on a bridge, made of two network namespaces and a veth pair: what the one reaches of the other is what a
/// container of Docker's or podman's reaches of its host. It has nothing to do with the networks of the machine that the tests run on.
/// </summary>
internal sealed class ContainerMachine : IAsyncDisposable
{
    /// <summary>An address of the machine that others than its containers reach it at.</summary>
    public const string LanAddress = "192.0.2.1";

    private static readonly string[] OfOwnUser = Environment.IsPrivilegedProcess ? [] : ["--user"];

    private readonly Process machine;
    private readonly Process container;

    private ContainerMachine(Process machine, Process container)
    {
        this.machine = machine;
        this.container = container;
    }

    /// <summary>Makes a machine without a bridge yet.</summary>
    /// <exception cref="SkipException">It can't be made here.</exception>
    public static async Task<ContainerMachine> CreateAsync()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Network namespaces are Linux's.");
        Skip.If(await Tool.RunAsync("ip", ["-Version"]) is null, "There is no ip on this machine (the package iproute2).");
        var machine = await HoldAsync([.. OfOwnUser.Length > 0 ? ["--user", "--map-root-user"] : Array.Empty<string>(), "--net", "--mount"], within: null);
        var container = await HoldAsync(["--net"], within: machine);
        var made = new ContainerMachine(machine, container);
        await made.OnMachineAsync($"ip link set lo up && ip link add lan type veth peer name lan-peer && ip address add {LanAddress}/24 dev lan && ip link set lan up");
        await made.InContainerAsync("ip link set lo up");
        return made;
    }

    /// <summary>Starts the engine's bridge, with the container on it.</summary>
    /// <param name="bridge">The bridge's name.</param>
    /// <param name="address">The bridge's address, with the length of its prefix.</param>
    /// <param name="containerAddress">The container's.</param>
    public async Task AddBridgeAsync(string bridge, string address, string containerAddress)
    {
        // A duplicate of an IPv6 address is looked for for a second otherwise.
        var option = address.Contains(':', StringComparison.Ordinal) ? " nodad" : "";
        await OnMachineAsync(
            $"ip link add {bridge} type bridge && ip address add {address} dev {bridge}{option} && ip link set {bridge} up && "
            + $"ip link add veth0 type veth peer name eth0 netns {Id(container)} && ip link set veth0 master {bridge} up");
        await InContainerAsync($"ip address add {containerAddress} dev eth0{option} && ip link set eth0 up");
    }

    /// <summary>Has the machine resolve a name, in files of its own.</summary>
    public Task ResolveAsync(string name, string address, string folder) =>
        OnMachineAsync($"echo '{address} {name}' >'{folder}/hosts' && mount --bind '{folder}/hosts' /etc/hosts");

    /// <summary>Starts a program on the machine.</summary>
    public Process StartOnMachine(string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string?> environment) =>
        Start([.. Entering(machine, "--net", "--mount"), .. In(folder, command)], environment);

    /// <summary>Starts a program in the container's network; its files are the machine's.</summary>
    public Process StartInContainer(string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string?> environment) =>
        Start([.. Entering(container, "--net"), .. In(folder, command)], environment);

    /// <summary>Whether a port is open to others than containers: at the loopback address or on the local network.</summary>
    public async Task<bool> IsOpenToOthersAsync(int port)
    {
        foreach (var address in new[] { "127.0.0.1", LanAddress })
        {
            var connected = await Tool.RunAsync("nsenter", [.. Entering(machine, "--net", "--mount")[1..], "bash", "-c", $"exec 3<>/dev/tcp/{address}/{port}"]);
            if (connected!.ExitCode == 0)
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var holder in new[] { container, machine })
        {
            // The end of its input ends it, as it does where the tests are killed; the namespaces go with it.
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
            holder.Dispose();
        }
    }

    private static async Task<Process> HoldAsync(string[] namespaces, Process? within)
    {
        var holder = Start(
            [.. within is null ? [] : Entering(within, "--net", "--mount"), "unshare", .. namespaces, "sh", "-c", "echo ready; read -r _"], new Dictionary<string, string?>());
        Skip.If(await holder.StandardOutput.ReadLineAsync() != "ready", $"Network namespaces can't be made here: {(holder.HasExited ? await holder.StandardError.ReadToEndAsync() : "")}");
        return holder;
    }

    private Task OnMachineAsync(string script) => RunAsync(Entering(machine, "--net", "--mount"), script);

    private Task InContainerAsync(string script) => RunAsync(Entering(container, "--net"), script);

    private static async Task RunAsync(List<string> enter, string script)
    {
        var run = (await Tool.RunAsync(enter[0], [.. enter.Skip(1), "sh", "-c", script]))!;
        Skip.IfNot(run.ExitCode == 0, $"A bridge can't be made here: {run.Error}");
    }

    private static List<string> Entering(Process holder, params string[] namespaces) =>
        ["nsenter", "--target", Id(holder), .. OfOwnUser.Concat(OfOwnUser.Length > 0 ? ["--preserve-credentials"] : []), .. namespaces];

    // Entering a mount namespace leaves the current folder.
    private static string[] In(string folder, IReadOnlyList<string> command) => ["sh", "-c", "cd \"$0\" && exec \"$@\"", folder, .. command];

    private static Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string Id(Process process) => process.Id.ToString(CultureInfo.InvariantCulture);
}
