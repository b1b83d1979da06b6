using System.Text.Json;

namespace EcrPtc.Cli.State;

/// <summary>A JSON file that is replaced as a whole, and held by one process at a time.</summary>
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
    /// <exception cref="StateException">Another process has it open for changes, or it can't be written.</exception>
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
            throw new StateException($"{path} can't be changed now: {exception.Message} Another ecr-ptc may be at work on it. Another folder: --state-dir FOLDER", exception);
        }
    }

    /// <summary>The state of an account and Region for reading, whoever is at work on it.</summary>
    public static StateFile ForReading(string directory, string accountId, string region) => new(PathOf(directory, accountId, region), hold: null);

    /// <exception cref="StateException">There is a file, and it isn't one of ours.</exception>
    public LocalState Load()
    {
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), LocalStateJson.Default.LocalState);
            return state is { Version: LocalState.CurrentVersion }
                ? state.IsWhole ? state : throw new StateException($"{path} can't be read: parts of it are missing. Delete it to begin anew: nothing real is in it.")
                : throw new StateException($"{path} is of another version of ecr-ptc. Delete it to begin anew: nothing real is in it.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(LocalState.CurrentVersion);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The message of a JSON error names types of this program.
            var why = exception is IOException or UnauthorizedAccessException ? exception.Message : exception is JsonException { LineNumber: { } line } ? $"line {line + 1} isn't what ecr-ptc writes." : "it isn't what ecr-ptc writes.";
            throw new StateException($"{path} can't be read: {why} Delete it to begin anew: nothing real is in it.", exception);
        }
    }

    public void Save(LocalState state)
    {
        // What is read is changed in memory alone.
        if (hold is null)
        {
            return;
        }

        var next = path + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            // Its owner's alone: the properties of secrets are in it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // It may have been deleted since this process opened it.
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(next))!);
        using (var file = new FileStream(next, options))
        {
            JsonSerializer.Serialize(file, state, LocalStateJson.Default.LocalState);
        }

        File.Move(next, path, overwrite: true);
    }

    public void Dispose() => hold?.Dispose();

    // Properties of secrets are in it, so a folder of ours isn't committed. A folder that was there is its owner's to configure.
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

/// <summary>The state can't be had; the message says why and what to do.</summary>
internal sealed class StateException(string message, Exception? cause = null) : Exception(message, cause);
