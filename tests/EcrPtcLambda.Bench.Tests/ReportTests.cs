using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Measures;
using EcrPtcLambda.Bench.Reports;

namespace EcrPtcLambda.Bench.Tests;

public sealed class ReportTests
{
    private const long Megabyte = 1 << 20;

    private static readonly BenchResults Results = new(
        [Cold("ours", 9, 4 * Megabyte, 8, 10, 9), Cold("go", 20, 3 * Megabyte, 10, 11, 10)],
        [(Candidate("ours", 0), new WarmResult(1000, 500, [1, 2, 3], TimeSpan.FromMilliseconds(2), 10 * Megabyte, 11 * Megabyte))],
        [new StackResult(50, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(8), 130, 30)],
        [(Kind("node"), "there is no node")]);

    private static readonly Machine Machine = new("A processor", 2, 4L << 30, "6.1.0", "A distribution", "0.50");

    [Fact]
    public void A_goal_against_a_peer_is_the_ratio_of_the_median_times_to_the_response()
    {
        var goal = Report.Goals(Results).Single(goal => goal.Title.Contains("Go", StringComparison.Ordinal));

        goal.Measured.ShouldBe(0.9);
        goal.Holds.ShouldBe(true);
    }

    [Fact]
    public void A_goal_against_a_peer_that_is_absent_neither_holds_nor_fails() =>
        Report.Goals(Results).Single(goal => goal.Title.Contains("Node", StringComparison.Ordinal)).Holds.ShouldBeNull();

    [Fact]
    public void A_goal_that_is_missed_is_said_to_be() =>
        Report.Goals(Results).Single(goal => goal.Title.Contains("processor time", StringComparison.Ordinal)).Holds.ShouldBe(false);

    [Theory]
    [InlineData(100, 111, true)]
    [InlineData(100, 113, false)]
    public void Memory_may_grow_by_a_tenth_and_two_megabytes(int early, int final, bool holds)
    {
        var grown = Results.Warm[0].Result with { EarlyBytes = early * Megabyte, FinalBytes = final * Megabyte };

        Report.Goals(Results with { Warm = [(Results.Warm[0].Candidate, grown)] })
            .Single(goal => goal.Title.Contains("growth", StringComparison.Ordinal)).Holds.ShouldBe(holds);
    }

    [Theory]
    [InlineData("| EcrPtcLambda | 4.5 / 5.0 |      6.8 / 7.5 |  9.0 / 10.0 |   1.00 | 3.0 |     9.0 |   4.00 |")]
    [InlineData("| Go           | 5.0 / 5.5 |      7.5 / 8.3 | 10.0 / 11.0 |   1.11 | 3.0 |    20.0 |   3.00 |")]
    [InlineData("| EcrPtcLambda |  1,000 |      500 | 2.00 / 3.00 |          2.00 |     10.0 |          11.0 |")]
    [InlineData("|    50 |       0.500 |     9.000 |   8.0 |       130 |                30 |")]
    [InlineData("| Node.js      | not measured: there is no node |")]
    [InlineData("- Machine: A processor, 2 cores, 4 GiB, A distribution, Linux 6.1.0, load average before the run 0.50")]
    [InlineData("- Date: 2026-08-22")]
    public void A_report_has_a_line_for_each_measurement(string line) =>
        Report.Write(Results, Machine, "make bench", new(2026, 8, 22, 12, 0, 0, TimeSpan.Zero)).Split('\n').ShouldContain(line);

    [Fact]
    public void A_part_that_was_left_out_has_no_heading() =>
        Report.Write(Results with { Warm = [], Stacks = [] }, Machine, "make bench", default).ShouldNotContain("## Warm");

    private static CandidateKind Kind(string name) => CandidateKind.All.Single(kind => kind.Name == name);

    private static Candidate Candidate(string name, long packageBytes) => new(Kind(name), "/bin/true", [], "some version", packageBytes);

    private static (Candidate Candidate, IReadOnlyList<ColdSample> Samples) Cold(string name, long peakMegabytes, long packageBytes, params int[] responses) => (
        Candidate(name, packageBytes),
        [
            .. responses.Select(response => new ColdSample(
                TimeSpan.FromMilliseconds(response * 0.5),
                TimeSpan.FromMilliseconds(response * 0.75),
                TimeSpan.FromMilliseconds(response),
                TimeSpan.FromMilliseconds(3),
                peakMegabytes * Megabyte)),
        ]);
}
