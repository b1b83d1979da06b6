using EcrPtcLambda.Bench.Measures;

namespace EcrPtcLambda.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 9, 1, 5, 2 }, 3.5)]
    public void The_median_is_the_middle_one_or_the_mean_of_the_two_in_the_middle(double[] values, double median) =>
        Statistics.Median(values).ShouldBe(median);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 40)]
    [InlineData(100, 99)]
    [InlineData(200, 198)]
    [InlineData(1000, 990)]
    public void The_99th_percentile_is_the_least_that_so_many_are_not_above(int count, double percentile) =>
        Statistics.Percentile(Enumerable.Range(1, count).Reverse().Select(value => (double)value), 99).ShouldBe(percentile);

    [Fact]
    public void Nothing_has_no_median() => Should.Throw<ArgumentException>(() => Statistics.Median([]));
}
