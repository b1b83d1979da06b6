namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>Replays recordings on the emulator, and compares the differences with the known ones.</summary>
internal static class ReplayCommand
{
    /// <param name="path">A recording, or a folder of recordings.</param>
    /// <param name="isAccepted">True to write the differences to the lists of known ones.</param>
    /// <param name="output">Receives one line for each difference.</param>
    /// <returns>True if all differences are known, or accepted.</returns>
    /// <exception cref="AcceptanceException">There is no recording.</exception>
    public static async Task<bool> RunAsync(string path, bool isAccepted, TextWriter output, CancellationToken cancellationToken)
    {
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).ToList()
            : File.Exists(path) ? [path]
            : throw new AcceptanceException($"There is no recording at {path}.");
        var areKnown = true;
        foreach (var file in files)
        {
            var differences = await Replay.DifferencesAsync(Replay.Read(await File.ReadAllTextAsync(file, cancellationToken)), cancellationToken);
            var known = await KnownDifferences.ReadAsync(file, cancellationToken);
            if (isAccepted)
            {
                await KnownDifferences.WriteAsync(file, differences, cancellationToken);
            }

            await output.WriteLineAsync(differences.Count == 0 ? $"{file}: the emulator returns the recorded responses." : $"{file}:");
            foreach (var difference in differences)
            {
                await output.WriteLineAsync($"  {(known.Contains(difference) ? "known" : "new  ")}  {difference}");
            }

            foreach (var gone in known.Except(differences))
            {
                await output.WriteLineAsync($"  gone   {gone}");
            }

            areKnown &= isAccepted || differences.SequenceEqual(known);
        }

        return areKnown;
    }
}
