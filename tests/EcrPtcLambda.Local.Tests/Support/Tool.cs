using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace EcrPtcLambda.Local.Tests.Support;

/// <summary>The ecr-ptc command as a user types it, in a folder of its own.</summary>
internal sealed class Tool : IDisposable
{
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

    /// <summary>Sends what Ctrl+C sends.</summary>
    public static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public static async Task<Ended> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var ended = new Ended(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));

        // Whatever a command writes, a response URL's signature is not in it; serve, which hands one out, is read line by line.
        ended.Output.ShouldNotContain("Signature=");
        ended.Error.ShouldNotContain("Signature=");
        return ended;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

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
        foreach (var name in new[] { "NO_COLOR", "CI", "GITHUB_ACTIONS", "COLUMNS" })
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }
}

internal sealed record Ended(int ExitCode, string Output, string Error);
