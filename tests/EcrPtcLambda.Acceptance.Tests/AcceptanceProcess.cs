using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>The acceptance run as `make acceptance` starts it, in a process of its own.</summary>
internal sealed class AcceptanceProcess : IAsyncDisposable
{
    // Longer than any run here takes: a test fails then, and does not hang.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly SemaphoreSlim written = new(0);
    private readonly CancellationTokenSource limit = new(Limit, TimeProvider.System);

    private AcceptanceProcess(Process process) => this.process = process;

    public IReadOnlyList<string> Lines => [.. lines];

    public static string Bootstrap
    {
        get
        {
            var path = Repository.Metadata(nameof(Bootstrap));
            File.Exists(path).ShouldBeTrue($"{path} is missing: run `make publish`");
            return path;
        }
    }

    /// <param name="endpoint">Where ECR is.</param>
    /// <param name="caller">Whose credentials.</param>
    public static AcceptanceProcess Start(string endpoint, EmulatedAwsOptions caller, params IEnumerable<string> arguments)
    {
        string[] whole =
        [
            "--endpoint-url", endpoint, "--account", caller.AccountId, "--region", caller.Region,
            "--handler", Bootstrap, .. arguments,
        ];
        return Start(
            whole,
            new Dictionary<string, string?>
            {
                ["AWS_ACCESS_KEY_ID"] = caller.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = caller.SecretAccessKey,
                ["AWS_SESSION_TOKEN"] = caller.SessionToken,
            });
    }

    /// <param name="arguments">All of them.</param>
    /// <param name="environment">What is added to the environment; null takes a variable away.</param>
    public static AcceptanceProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EcrPtcLambda.Acceptance.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var started = new AcceptanceProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        started.process.OutputDataReceived += started.Keep;
        started.process.ErrorDataReceived += started.Keep;
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Waits for a line that begins so.</summary>
    public async Task LineAsync(string beginning)
    {
        var ending = process.WaitForExitAsync(limit.Token);
        while (!lines.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
        {
            ending.IsCompleted.ShouldBeFalse($"it ended before it wrote \"{beginning}\":\n{string.Join('\n', lines)}");
            await Task.WhenAny(written.WaitAsync(limit.Token), ending);
        }
    }

    /// <summary>Sends SIGTERM, as a service manager, CI or `kill` does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Kill() => process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        limit.Dispose();
        written.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is { } line)
        {
            lines.Enqueue(line);
            written.Release();
        }
    }
}
