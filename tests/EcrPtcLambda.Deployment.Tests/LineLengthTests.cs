using System.Globalization;
using System.Text.RegularExpressions;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>The lines of the C# code.</summary>
public sealed partial class LineLengthTests
{
    private const int Longest = 180;

    public static TheoryData<string> Folders => ["acceptance", "bench", "eng", "fuzz", "polyfills", "soak", "src", "tests"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_of_code_is_longer_than_180_characters_without_the_text_of_its_literals(string folder) => Directory
        .GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Built().IsMatch(file))
        .SelectMany(LongLines)
        .ShouldBeEmpty();

    [Theory]
    [InlineData(180, "", false)]
    [InlineData(181, "", true)]
    [InlineData(178, "\"the text of a literal\"", false)]
    [InlineData(179, "\"\"", true)]
    public void The_text_of_a_literal_does_not_count(int characters, string literal, bool isFound) =>
        LongLinesOf("t.cs", [new string('x', characters) + literal]).Any().ShouldBe(isFound);

    [Fact]
    public void The_lines_of_a_raw_string_do_not_count() =>
        LongLinesOf("t.cs", ["var text = \"\"\"", new('x', Longest + 1), "\"\"\";", new('x', Longest + 1)]).ShouldBe(["t.cs:4"]);

    private static IEnumerable<string> LongLines(string file) => LongLinesOf(Path.GetRelativePath(Repository.Root, file), File.ReadLines(file));

    private static IEnumerable<string> LongLinesOf(string file, IEnumerable<string> lines)
    {
        var isInRawString = false;
        foreach (var (index, line) in lines.Index())
        {
            var delimiters = RawDelimiter().Count(line);
            if (!isInRawString && delimiters == 0 && Literal().Replace(line, "\"\"").Length > Longest)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{file}:{index + 1}");
            }

            isInRawString ^= delimiters % 2 == 1;
        }
    }

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawDelimiter();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();

    [GeneratedRegex(@"[/\\](bin|obj|node_modules|artifacts|TestResults)[/\\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Built();
}
