using EcrPtcLambda.Fuzz;

namespace EcrPtc.Cli.Tests;

/// <summary>Every input that fuzzing begins with or has found, given to its target once more. `make fuzz` looks for others.</summary>
public class FuzzCorpusTests
{
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "fuzz");

    public static TheoryData<string> Inputs() =>
        [.. FuzzTargets.Names.SelectMany(name => Directory.EnumerateFiles(Path.Combine(Corpus, name))).Select(file => Path.GetRelativePath(Corpus, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void An_input_breaks_no_promise(string input)
    {
        using var target = FuzzTargets.Create(Path.GetDirectoryName(input)!);

        target.Feed(File.ReadAllBytes(Path.Combine(Corpus, input)));
    }
}
