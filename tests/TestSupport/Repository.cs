using System.Diagnostics;
using System.Reflection;

namespace EcrPtcLambda.TestSupport;

/// <summary>The repository from which these tests were built.</summary>
internal static class Repository
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Root { get; } = Path.GetFullPath(Metadata("Repository"));

    /// <summary>Returns a value that the build wrote into the assembly's metadata.</summary>
    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>Runs a script of the repository.</summary>
    /// <returns>The exit code and the output.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments) =>
        RunAsync(script, arguments, new Dictionary<string, string>());

    /// <param name="script">The path relative to the root.</param>
    /// <param name="arguments">The command-line arguments.</param>
    /// <param name="environment">Additional environment variables.</param>
    /// <exception cref="TimeoutException">The script did not end within five minutes and was killed.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, script), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await Task.WhenAll(output, error, process.WaitForExitAsync()).WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return (process.ExitCode, await output + await error);
    }
}
