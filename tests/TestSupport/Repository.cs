using System.Diagnostics;
using System.Reflection;

namespace EcrPtcLambda.TestSupport;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Root { get; } = Path.GetFullPath(Metadata("Repository"));

    /// <summary>What the build wrote of itself into the assembly.</summary>
    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>Runs one of the repository's scripts.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments) =>
        RunAsync(script, arguments, new Dictionary<string, string>());

    /// <param name="script">Its path, from the root.</param>
    /// <param name="arguments">What it is started with.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    /// <exception cref="TimeoutException">It was not done in five minutes, and was ended.</exception>
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
            throw new TimeoutException($"{script} {string.Join(' ', arguments)} was not done within {Patience}.");
        }

        return (process.ExitCode, await output + await error);
    }
}
