using System.ComponentModel;
using System.Diagnostics;

namespace EcrPtcLambda.TestSupport;

/// <summary>Runs a program until it exits, with the environment of this process except AWS settings.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>Null if the program doesn't exist.</returns>
    public static async Task<ToolResult?> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? directory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} didn't end within {Patience}.");
        }

        return new(process.ExitCode, await output, await error);
    }
}

/// <summary>The result of a program.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of the output.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public IReadOnlyList<string> Lines => ExitCode == 0
        ? Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : throw new InvalidOperationException($"Exit code {ExitCode}\n{Output}\n{Error}");
}
