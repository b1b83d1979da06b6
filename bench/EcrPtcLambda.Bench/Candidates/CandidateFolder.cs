namespace EcrPtcLambda.Bench.Candidates;

/// <summary>The output of <c>bench/build.sh</c> for each candidate: a command and a version, or the reason that there is none.</summary>
internal sealed class CandidateFolder(string path)
{
    /// <summary>Returns the candidate, or the reason that there is none.</summary>
    public (Candidate? Candidate, string? Absence) Find(CandidateKind kind)
    {
        var folder = Path.Combine(path, kind.Name);
        var command = Path.Combine(folder, "command");
        if (!File.Exists(command))
        {
            var absent = Path.Combine(folder, "absent");
            return (null, File.Exists(absent) ? File.ReadAllText(absent).Trim() : "it was not built");
        }

        var lines = File.ReadAllLines(command);
        var package = new FileInfo(Path.Combine(folder, "package.zip"));
        return (
            new(kind, lines[0], lines[1..], File.ReadAllText(Path.Combine(folder, "version")).Trim(), package.Exists ? package.Length : null),
            null);
    }
}
