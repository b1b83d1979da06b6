using System.Text.Json;

namespace EcrPtc.Cli.State;

/// <summary>A JSON file that is replaced as a whole, and locked by one process at a time.</summary>
internal sealed class StateFile : IStateStore, IDisposable
{
    private readonly string path;
    private readonly FileStream? hold;

    private StateFile(string path, FileStream? hold)
    {
        this.path = path;
        this.hold = hold;
    }

    /// <summary>Opens the state of an account and Region for changes.</summary>
    /// <exception cref="StateException">Another process has opened it for changes, or it can't be written.</exception>
    public static StateFile Open(string directory, string accountId, string region)
    {
        var path = PathOf(directory, accountId, region);
        try
        {
            MakeFolder(directory);
            return new(path, new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"{path} can't be changed now: {exception.Message} Another ecr-ptc process may be using it. Another folder: --state-dir FOLDER", exception);
        }
    }

    /// <summary>Reads the state of an account and Region, even if another process has opened it for changes.</summary>
    public static StateFile ForReading(string directory, string accountId, string region) => new(PathOf(directory, accountId, region), hold: null);

    /// <exception cref="StateException">The file isn't a state file.</exception>
    public LocalState Load()
    {
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), LocalStateJson.Default.LocalState);
            return state is { Version: LocalState.CurrentVersion }
                ? state.IsWhole ? state : throw new StateException($"{path} can't be read: parts of it are missing. Delete it to start over: it contains no real AWS resources.")
                : throw new StateException($"{path} is of another version of ecr-ptc. Delete it to start over: it contains no real AWS resources.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(LocalState.CurrentVersion);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The message of a JSON error contains names of types of this program.
            var why = exception is IOException or UnauthorizedAccessException ? exception.Message : exception is JsonException { LineNumber: { } line } ? $"line {line + 1} isn't what ecr-ptc writes." : "it isn't what ecr-ptc writes.";
            throw new StateException($"{path} can't be read: {why} Delete it to start over: it contains no real AWS resources.", exception);
        }
    }

    public void Save(LocalState state)
    {
        // Changes to a state that was opened for reading stay in memory.
        if (hold is null)
        {
            return;
        }

        var next = path + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            // Readable only by its owner: it contains the properties of secrets.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // The folder may have been deleted since this process opened it.
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(next))!);
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, state, LocalStateJson.Default.LocalState);
        }

        File.Move(next, path, overwrite: true);
    }

    public void Dispose() => hold?.Dispose();

    // It contains properties of secrets, so a folder created here is excluded from commits. An existing folder is left to its owner.
    private static void MakeFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");
        }
    }

    private static string PathOf(string directory, string accountId, string region) => Path.Combine(directory, $"{accountId}.{region}.json");
}

/// <summary>The state can't be read or written; the message gives the reason and the remedy.</summary>
internal sealed class StateException(string message, Exception? cause = null) : Exception(message, cause);
