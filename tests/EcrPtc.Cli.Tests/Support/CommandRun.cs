using EcrPtc.Cli.Commands;
using EcrPtc.Cli.Console;

namespace EcrPtc.Cli.Tests.Support;

/// <summary>Commands in this process, with a folder for their files and their state: for what doesn't hang on a process of its own.</summary>
internal sealed class CommandRun : IDisposable
{
    // Far more than any command here takes, on a slow machine too.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public CommandRun() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"ecr-ptc-tests-{Guid.NewGuid():n}");

    /// <summary>The folder of the state.</summary>
    public string StateFolder => Path.Combine(Folder, ".ecr-ptc");

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<Ended> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(["--state-dir", StateFolder, .. arguments], new Terminal(output, error)).WaitAsync(Patience);
        return new(code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
