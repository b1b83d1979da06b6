using EcrPtcLambda.Fuzz;

namespace EcrPtc.Cli.Tests;

/// <summary>Every input that fuzzing starts from or has found, given to its target again. `make fuzz` looks for more.</summary>
public class FuzzCorpusTests
{
    private static readonly Dictionary<string, Dictionary<string, byte[]>> Corpora = FuzzTargets.Names.ToDictionary(
        name => name, name => CorpusOf(name).Read().ToDictionary(input => input.Name, input => input.Content));

    public static TheoryData<string, string> Inputs()
    {
        var inputs = new TheoryData<string, string>();
        foreach (var (target, corpus) in Corpora)
        {
            foreach (var name in corpus.Keys)
            {
                inputs.Add(target, name);
            }
        }

        return inputs;
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void An_input_breaks_no_promise(string target, string input)
    {
        using var fuzzed = FuzzTargets.Create(target);

        fuzzed.Feed(Corpora[target][input]);
    }

    [Fact]
    public void Every_target_has_inputs() => Corpora.ShouldAllBe(corpus => corpus.Value.Count > 10);

    [Fact]
    public void An_input_that_is_there_is_not_added_again()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "event.zip");
        var corpus = new FuzzCorpus(path);

        corpus.Add("found-", ["{}"u8.ToArray(), "[]"u8.ToArray()]);
        corpus.Add("", ["[]"u8.ToArray(), "1"u8.ToArray()]);

        corpus.Read().Select(input => System.Text.Encoding.UTF8.GetString(input.Content)).ShouldBe(["{}", "[]", "1"], ignoreOrder: true);
        corpus.Read().Count(input => input.Name.StartsWith("found-", StringComparison.Ordinal)).ShouldBe(2);
    }

    private static FuzzCorpus CorpusOf(string target) => new(Path.Combine(AppContext.BaseDirectory, "fuzz", $"{target}.zip"));
}
