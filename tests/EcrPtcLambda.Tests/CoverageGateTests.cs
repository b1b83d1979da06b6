using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests;

/// <summary>eng/check-coverage.sh against reports that were made up.</summary>
public sealed class CoverageGateTests
{
    private const string Covered = """<line number="1" hits="3" branch="False" />""";

    [Fact]
    public async Task Full_coverage_passes() => (await CheckAsync(Covered)).ExitCode.ShouldBe(0);

    [Fact]
    public async Task A_line_that_is_not_covered_fails()
    {
        var (exitCode, output) = await CheckAsync(Covered, """<line number="2" hits="0" branch="False" />""");

        exitCode.ShouldBe(1);
        output.ShouldContain("src/Core.cs:2: not covered");
    }

    [Fact]
    public async Task A_branch_that_is_not_covered_fails()
    {
        var (exitCode, output) = await CheckAsync(Covered, """<line number="2" hits="9" branch="True" condition-coverage="50% (1/2)">""");

        exitCode.ShouldBe(1);
        output.ShouldContain("src/Core.cs:2: branches covered: 50% (1/2)");
    }

    [Fact]
    public async Task A_file_that_nobody_has_decided_about_fails()
    {
        var (exitCode, output) = await CheckAsync(Covered, """</lines></class><class name="New" filename="src/New.cs"><lines>""");

        exitCode.ShouldBe(1);
        output.ShouldContain("src/New.cs: in neither list");
    }

    [Fact]
    public async Task A_file_that_is_excluded_may_be_covered_by_nothing() =>
        (await CheckAsync(Covered, """</lines></class><class name="Out" filename="src/Out.cs"><lines>""", """<line number="1" hits="0" />""")).ExitCode.ShouldBe(0);

    [Fact]
    public async Task A_report_of_nothing_fails() => (await CheckAsync()).ExitCode.ShouldBe(1);

    private static async Task<(int ExitCode, string Output)> CheckAsync(params string[] lines)
    {
        var report = Path.GetTempFileName();
        var list = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(report, string.Join('\n', ["<coverage>", """<class name="Core" filename="src/Core.cs">""", "<lines>", .. lines, "</lines></class></coverage>"]));
            await File.WriteAllTextAsync(list, "# Why\nsrc/Core.cs\n#- src/Out.cs\n");
            return await Repository.RunAsync("eng/check-coverage.sh", report, list);
        }
        finally
        {
            File.Delete(report);
            File.Delete(list);
        }
    }
}
