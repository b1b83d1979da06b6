using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

public sealed class DeadlineTests
{
    private readonly VirtualTime clock = new(Now);

    [Theory]
    [InlineData(900, 873, 897)]
    [InlineData(120, 93, 117)]
    [InlineData(30, 20.25, 27)]
    [InlineData(20, 13.5, 18)]
    [InlineData(10, 6.75, 9)]
    [InlineData(3, 2.025, 2.7)]
    public void Mutations_end_before_work_and_work_before_the_response(double total, double change, double work)
    {
        using var deadline = new Deadline(TimeSpan.FromSeconds(total), clock);

        clock.Advance(TimeSpan.FromSeconds(change - 0.01));
        deadline.MutationToken.IsCancellationRequested.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.02));
        deadline.MutationToken.IsCancellationRequested.ShouldBeTrue();

        clock.Advance(TimeSpan.FromSeconds(work - change - 0.02));
        deadline.WorkToken.IsCancellationRequested.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.02));
        deadline.WorkToken.IsCancellationRequested.ShouldBeTrue();

        deadline.ResponseToken.IsCancellationRequested.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(total - work));
        deadline.ResponseToken.IsCancellationRequested.ShouldBeTrue();
    }

    [Theory]
    [InlineData(3, 2.94)]
    [InlineData(12.5, 12.25)]
    [InlineData(900, 899.75)]
    public void The_response_ends_a_fiftieth_or_a_quarter_of_a_second_before_Lambda_does(double total, double response)
    {
        using var deadline = new Deadline(TimeSpan.FromSeconds(total), clock);

        clock.Advance(TimeSpan.FromSeconds(response - 0.01));
        deadline.ResponseToken.IsCancellationRequested.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.02));
        deadline.ResponseToken.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Once_it_is_disposed_of_nothing_waits_for_an_end()
    {
        var deadline = new Deadline(TimeSpan.FromSeconds(30), clock);

        deadline.Dispose();

        Should.Throw<ObjectDisposedException>(() => deadline.MutationToken);
        Should.Throw<ObjectDisposedException>(() => deadline.WorkToken);
        Should.Throw<ObjectDisposedException>(() => deadline.ResponseToken);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_deadline_that_has_passed_already_leaves_ten_seconds(double total)
    {
        using var deadline = new Deadline(TimeSpan.FromSeconds(total), clock);

        deadline.IsPast.ShouldBeTrue();
        deadline.Total.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_deadline_farther_off_than_Lambdas_longest_is_taken_for_that()
    {
        using var deadline = new Deadline(TimeSpan.FromDays(100_000), clock);

        deadline.IsPast.ShouldBeFalse();
        deadline.Total.ShouldBe(TimeSpan.FromSeconds(900));
    }

    [Fact]
    public void After_its_end_nothing_remains()
    {
        using var deadline = new Deadline(TimeSpan.FromSeconds(30), clock);

        clock.Advance(TimeSpan.FromSeconds(31));

        deadline.MutationRemaining.ShouldBe(TimeSpan.Zero);
        deadline.WorkRemaining.ShouldBe(TimeSpan.Zero);
    }
}
