namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>
/// The known differences between the emulator and a recording, in a file beside the recording with one line for each. A recording without
/// differences has no such file.
/// </summary>
internal static class KnownDifferences
{
    /// <summary>Returns the path of the list of a recording.</summary>
    public static string FileOf(string recordingFile) => Path.ChangeExtension(recordingFile, ".differences.txt");

    public static async Task<IReadOnlyList<string>> ReadAsync(string recordingFile, CancellationToken cancellationToken) =>
        File.Exists(FileOf(recordingFile)) ? await File.ReadAllLinesAsync(FileOf(recordingFile), cancellationToken) : [];

    public static async Task WriteAsync(string recordingFile, IReadOnlyList<string> differences, CancellationToken cancellationToken)
    {
        if (differences.Count == 0)
        {
            File.Delete(FileOf(recordingFile));
            return;
        }

        await File.WriteAllTextAsync(FileOf(recordingFile), string.Concat(differences.Select(difference => $"{difference}\n")), cancellationToken);
    }
}
