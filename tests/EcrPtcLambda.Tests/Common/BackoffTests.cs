using CsCheck;
using EcrPtcLambda.Common;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Common;

public sealed class BackOffTests
{
    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.4)]
    [InlineData(6, 6.4)]
    [InlineData(7, 8)]
    [InlineData(1000, 8)]
    public void The_longest_wait_doubles_from_a_fifth_of_a_second_to_eight_seconds(int attempt, double seconds) =>
        new Backoff(TimeProvider.System, new FixedRandom(1)).FullJitter(attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Full_jitter_lies_between_nothing_and_a_bound_that_doubles_up_to_eight_seconds() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Double[0, 0.999999]).Sample((attempt, chance) =>
        {
            var bound = Math.Min(0.2 * Math.Pow(2, Math.Min(attempt - 1, 16)), 8);
            var delay = new Backoff(TimeProvider.System, new FixedRandom(chance)).FullJitter(attempt).TotalSeconds;
            return delay >= 0 && delay <= bound;
        });

    [Fact]
    public void Equal_jitter_is_at_least_half_the_bound() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Double[0, 0.999999]).Sample((attempt, chance) =>
        {
            var bound = Math.Min(0.2 * Math.Pow(2, Math.Min(attempt - 1, 16)), 8);
            var delay = new Backoff(TimeProvider.System, new FixedRandom(chance)).EqualJitter(attempt).TotalSeconds;
            return delay >= (bound / 2) - 0.0001 && delay <= bound;
        });
}
