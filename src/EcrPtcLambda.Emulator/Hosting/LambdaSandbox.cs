using System.Collections.Concurrent;
using System.Diagnostics;

namespace EcrPtcLambda.Emulator.Hosting;

/// <summary>
/// Runs a function's executable in a process like a Lambda sandbox, with the Runtime API in its environment and nothing else.
/// </summary>
public sealed class LambdaSandbox : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private bool isDisposed;

    private LambdaSandbox(Process process) => this.process = process;

    /// <summary>The process's output so far, line by line.</summary>
    public IReadOnlyCollection<string> Log => [.. lines];

    /// <summary>The process ID.</summary>
    public int ProcessId => process.Id;

    /// <summary>The exit code, or null while the process runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>The process's resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts the executable.</summary>
    /// <param name="executable">The path of the executable.</param>
    /// <param name="server">The AWS that the process uses.</param>
    /// <param name="environment">Additional variables. Null removes one of the server's.</param>
    /// <param name="arguments">The command-line arguments.</param>
    public static LambdaSandbox Start(
        string executable, EmulatedAwsServer server, IReadOnlyDictionary<string, string?>? environment = null, IEnumerable<string>? arguments = null)
    {
        var start = new ProcessStartInfo(executable, arguments ?? [])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = Path.GetTempPath();
        foreach (var (name, value) in server.Environment)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var sandbox = new LambdaSandbox(new Process { StartInfo = start, EnableRaisingEvents = true });
        sandbox.process.OutputDataReceived += sandbox.Keep;
        sandbox.process.ErrorDataReceived += sandbox.Keep;
        sandbox.process.Start();
        sandbox.process.BeginOutputReadLine();
        sandbox.process.BeginErrorReadLine();
        return sandbox;
    }

    /// <summary>Kills the process, like a sandbox that is lost.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Waits until the process has exited by itself and <see cref="Log"/> contains its complete output.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends the process if it still runs. The log remains available.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is { } line)
        {
            lines.Enqueue(line);
        }
    }
}
