using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EcrPtc.Cli.Tests.Support;

/// <summary>The ecr-ptc command as a user types it, in a folder of its own.</summary>
internal sealed class Tool : IDisposable
{
    // Far more than any command here takes, on a slow machine too.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Tool() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"ecr-ptc-tests-{Guid.NewGuid():n}");

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "ecr-ptc.dll");

    /// <summary>Writes an executable script.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public string WriteScript(string file, string text)
    {
        Write(file, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(Path.Combine(Folder, file), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }

    public string Write(string file, string text)
    {
        File.WriteAllText(Path.Combine(Folder, file), text);
        return file;
    }

    /// <summary>Starts the command; lines go to nobody until <see cref="EndAsync"/> reads them.</summary>
    public Process Start(params string[] arguments) => Start("dotnet", [Assembly, .. arguments]);

    /// <summary>
    /// Starts the command as a shell does at a prompt. What a script starts with &amp;, such as the run of these tests, ignores Ctrl+C, and
    /// so does whatever that starts in turn.
    /// </summary>
    public Process StartInForeground(params string[] arguments) => Start("env", ["--default-signal=INT,HUP,TERM", "dotnet", Assembly, .. arguments]);

    public async Task<Ended> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>Runs the command as on a terminal of 80 columns.</summary>
    public async Task<Ended> RunOnTerminalAsync(params string[] arguments)
    {
        var command = string.Join(' ', arguments.Prepend(Assembly).Prepend("dotnet").Select(argument => $"'{argument}'"));
        using var process = Start("script", ["--quiet", "--return", "--command", $"stty cols 80; {command}", "/dev/null"]);
        return await EndAsync(process);
    }

    /// <summary>Runs the command in a shell, with what the shell puts around it.</summary>
    /// <param name="arguments">The arguments, and redirections or pipes behind them.</param>
    /// <param name="before">Commands before it.</param>
    public async Task<Ended> RunInShellAsync(string arguments, string before = "")
    {
        using var process = Start("sh", ["-c", $"{before} dotnet '{Assembly}' {arguments}"]);
        return await EndAsync(process);
    }

    /// <summary>Sends what Ctrl+C sends.</summary>
    public static Task InterruptAsync(Process process) => SignalAsync(process, "INT");

    /// <summary>Sends a signal.</summary>
    /// <param name="signal">Such as <c>HUP</c>.</param>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process.Id}")]);
        await WaitAsync(kill, kill.WaitForExitAsync());
    }

    /// <summary>Reads what the command writes up to a line with this text in it, and gives it.</summary>
    public static async Task<string> ReadUntilAsync(Process process, string text)
    {
        var lines = new List<string>();
        while (await WaitAsync(process, process.StandardOutput.ReadLineAsync()) is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return string.Join('\n', lines);
            }
        }

        throw new InvalidOperationException(string.Join('\n', lines) + await WaitAsync(process, process.StandardError.ReadToEndAsync()));
    }

    public static async Task<Ended> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await WaitAsync(process, Task.WhenAll(output, error, process.WaitForExitAsync()));
        var ended = new Ended(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));

        // Whatever a command writes, a response URL's signature is not in it; serve, which hands one out, is read line by line.
        ended.Output.ShouldNotContain("Signature=");
        ended.Error.ShouldNotContain("Signature=");
        return ended;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<T> WaitAsync<T>(Process process, Task<T> task)
    {
        await WaitAsync(process, (Task)task);
        return await task;
    }

    private static async Task WaitAsync(Process process, Task task)
    {
        try
        {
            await task.WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} was not done within {Patience}.");
        }
    }

    private Process Start(string executable, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["TERM"] = "xterm-256color";
        foreach (var name in new[] { "NO_COLOR", "CI", "GITHUB_ACTIONS", "COLUMNS", "AWS_REGION" })
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }
}

internal sealed record Ended(int ExitCode, string Output, string Error);
