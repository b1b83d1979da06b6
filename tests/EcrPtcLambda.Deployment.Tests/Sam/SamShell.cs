using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Sam;

/// <summary>
/// A folder as <c>sam build</c> leaves it, and two shells in it: one on the machine, for <c>ecr-ptc</c>, and one for <c>sam</c>, whose place
/// the test's own <c>sam local invoke</c> takes, in the container's network.
/// </summary>
internal sealed partial class SamShell : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource patience = new(Patience, TimeProvider.System);
    private readonly ConcurrentQueue<string> served = new();
    private Process? serving;
    private Task reading = Task.CompletedTask;

    private SamShell(ContainerMachine machine) => Machine = machine;

    public ContainerMachine Machine { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("ecr-ptc-sam-").FullName;

    /// <summary>The socket that <c>ecr-ptc serve --sam</c> asks an engine at; nothing is there until a test puts it there.</summary>
    public string EngineSocket => Path.Combine(Folder, "engine.sock");

    /// <summary>The environment of SAM's shell.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The output of <c>ecr-ptc serve</c> so far.</summary>
    public string Served => string.Join('\n', served);

    /// <summary>A command line of docs/local-stack.md, without its comment.</summary>
    public static string DocumentedLine(string beginning) =>
        Comment().Replace(File.ReadLines(Path.Combine(Repository.Root, "docs/local-stack.md")).Single(line => line.StartsWith($"$ {beginning}", StringComparison.Ordinal)), "")[2..];

    /// <summary>Makes a folder and a machine.</summary>
    /// <exception cref="SkipException">The machine can't be made here.</exception>
    public static async Task<SamShell> CreateAsync()
    {
        var shell = new SamShell(await ContainerMachine.CreateAsync());
        foreach (var file in new[] { "template.yaml", "samconfig.toml" })
        {
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(shell.Folder, file));
        }

        var build = Directory.CreateDirectory(Path.Combine(shell.Folder, ".aws-sam", "build", "PullThroughCacheRuleFunction"));
        File.Copy(Path.Combine(Repository.Root, "template.yaml"), Path.Combine(build.Parent!.FullName, "template.yaml"));
        File.Exists(Bootstrap).ShouldBeTrue($"{Bootstrap} is missing: run `make publish`");
        File.Copy(Bootstrap, Path.Combine(build.FullName, "bootstrap"));
        return shell;
    }

    /// <summary>Makes a machine with Docker's bridge, and starts <c>ecr-ptc serve --sam</c> on it.</summary>
    public static async Task<SamShell> ServeAsync(params string[] arguments)
    {
        var shell = await CreateAsync();
        await shell.Machine.AddBridgeAsync("docker0", "172.17.0.1/16", "172.17.0.2/16");
        await shell.StartAsync(DocumentedLine("ecr-ptc serve --sam"), arguments);
        return shell;
    }

    /// <summary>Starts an <c>ecr-ptc serve</c> on the machine, and waits until it listens.</summary>
    public async Task StartAsync(string line, params string[] arguments)
    {
        serving = Machine.StartOnMachine(Folder, [.. EcrPtc(line), .. arguments], new Dictionary<string, string?> { ["DOCKER_HOST"] = $"unix://{EngineSocket}" });
        reading = ReadAsync(serving);
        await WaitForAsync("Listening at");
    }

    /// <summary>Runs an <c>ecr-ptc</c> on the machine to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string line)
    {
        using var process = Machine.StartOnMachine(Folder, EcrPtc(line), new Dictionary<string, string?> { ["DOCKER_HOST"] = $"unix://{EngineSocket}" });
        return await EndAsync(process);
    }

    /// <summary>Types a <c>sam local invoke</c>, in the container's network.</summary>
    /// <returns>What it wrote.</returns>
    public Task<string> InvokeAsync(string line) => InvokeAsync(line, Machine.StartInContainer);

    /// <summary>Types a <c>sam local invoke</c> in the machine's network, as where an engine forwards a name to it.</summary>
    public Task<string> InvokeOnMachineAsync(string line) => InvokeAsync(line, Machine.StartOnMachine);

    /// <summary>Runs the documented <c>sam local invoke</c> for an event.</summary>
    /// <param name="event">Such as <c>create-quay</c>.</param>
    /// <returns>The response to the event, as <c>ecr-ptc serve</c> shows it: its status and physical ID.</returns>
    public async Task<string> RespondAsync(string @event)
    {
        var before = Responses.Count;
        var output = await InvokeAsync(LineFor(@event));
        Responses.Count.ShouldBe(before + 1, output);
        return Responses[^1];
    }

    /// <summary>The documented command line for an event.</summary>
    public static string LineFor(string @event) => DocumentedLine("sam local invoke").Replace("create-docker-hub", @event, StringComparison.Ordinal);

    /// <summary>Every response so far: its status and physical id.</summary>
    public IReadOnlyList<string> Responses => [.. served.Select(line => Response().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    /// <summary>A file that <c>ecr-ptc serve --sam</c> writes.</summary>
    public string Written(string file) => Path.Combine(Folder, ".ecr-ptc", "sam", file);

    /// <summary>Waits for a line of <c>ecr-ptc serve</c>.</summary>
    public async Task WaitForAsync(string text)
    {
        while (!Served.Contains(text, StringComparison.Ordinal))
        {
            if (reading.IsCompleted)
            {
                throw new InvalidOperationException($"ecr-ptc serve ended: {Served}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Ends <c>ecr-ptc serve</c> as a service manager does.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", serving!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(patience.Token);
        await serving.WaitForExitAsync(patience.Token);
        await reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (serving is { HasExited: false })
        {
            serving.Kill();
            await serving.WaitForExitAsync();
        }

        await reading;
        serving?.Dispose();
        await Machine.DisposeAsync();
        patience.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Bootstrap => Repository.Metadata(nameof(Bootstrap));

    private static IReadOnlyList<string> EcrPtc(string line) => Command(line, "ecr-ptc", "ecr-ptc.dll");

    private async Task<string> InvokeAsync(string line, Func<string, IReadOnlyList<string>, IReadOnlyDictionary<string, string?>, Process> start)
    {
        using var process = start(Folder, Command(line, "sam", "EcrPtcLambda.SamLocal.dll"), Environment);
        return (await EndAsync(process)).Output;
    }

    private async Task<(int ExitCode, string Output)> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            process.Kill();
        }
    }

    private async Task ReadAsync(Process process)
    {
        await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));

        async Task ReadAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                served.Enqueue(line);
            }
        }
    }

    private static IReadOnlyList<string> Command(string line, string program, string assembly)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        words[0].ShouldBe(program);
        return ["dotnet", Path.Combine(AppContext.BaseDirectory, assembly), .. words[1..]];
    }

    [GeneratedRegex(@"\s+#.*\z")]
    private static partial Regex Comment();

    [GeneratedRegex("PutObject → (.*?)  ")]
    private static partial Regex Response();
}
