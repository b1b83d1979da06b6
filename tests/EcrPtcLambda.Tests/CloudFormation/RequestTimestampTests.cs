using EcrPtcLambda.CloudFormation;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class RequestTimestampTests
{
    private const string Signed = "https://b.s3.amazonaws.com/k?X-Amz-Date=20260822T115500Z";
    private const string Unsigned = "https://b.s3.amazonaws.com/k";
    private const string Trace = "Root=1-6a898f00-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1";

    [Fact]
    public void A_request_is_born_when_its_URL_was_signed() => TimestampOf(Signed, Trace).ShouldBe(new(Now.AddMinutes(-5), IsKnown: true));

    [Fact]
    public void Without_a_signing_date_the_trace_gives_the_time() =>
        TimestampOf(Unsigned, Trace).ShouldBe(new(DateTimeOffset.FromUnixTimeSeconds(0x6a898f00), IsKnown: true));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Root=1-")]
    [InlineData("Root=1-zzzzzzzz-0123456789abcdef01234567")]
    [InlineData("Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793")]
    [InlineData("Root=1-7fffffff-bd862e3fe1be46a994272793")]
    public void Without_either_it_is_taken_to_be_fifteen_minutes_old(string? trace) => TimestampOf(Unsigned, trace).ShouldBe(new(Now.AddMinutes(-15), IsKnown: false));

    [Fact]
    public void A_trace_that_ends_with_its_seconds_gives_the_time() =>
        TimestampOf(Unsigned, "Root=1-6a898f00").ShouldBe(new(DateTimeOffset.FromUnixTimeSeconds(0x6a898f00), IsKnown: true));

    [Theory]
    [InlineData(-23401, false)]
    [InlineData(-23400, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_trace_gives_the_time_if_it_is_no_older_than_an_event_can_be_and_not_in_the_future(int seconds, bool expected) =>
        TimestampOf(Unsigned, $"Root=1-{Now.AddSeconds(seconds).ToUnixTimeSeconds():x8}-0123456789abcdef01234567").IsKnown.ShouldBe(expected);

    [Theory]
    [InlineData(-2.1, false)]
    [InlineData(-2, true)]
    [InlineData(0, true)]
    public void What_happened_up_to_two_seconds_before_may_have_been_its_doing(double seconds, bool expected) =>
        Timestamp.Precedes(Now.AddSeconds(seconds)).ShouldBe(expected);

    [Theory]
    [InlineData(3, false)]
    [InlineData(3.1, true)]
    public void What_happened_more_than_three_seconds_after_was_not_known_to_it(double seconds, bool expected) =>
        Timestamp.DefinitelyPrecedes(Now.AddSeconds(seconds)).ShouldBe(expected);

    [Theory]
    [InlineData(45, true, false)]
    [InlineData(45.1, true, true)]
    [InlineData(45.1, false, false)]
    public void More_than_45_seconds_after_a_known_birth_it_may_have_been_delivered_before(double seconds, bool isKnown, bool expected) =>
        (Timestamp with { IsKnown = isKnown }).MayBeRedelivery(Now.AddSeconds(seconds)).ShouldBe(expected);

    private static RequestTimestamp TimestampOf(string url, string? trace)
    {
        ResponseUrl.TryParse(url, ResponseHosts.From(null), out var parsed).ShouldBeNull();
        return RequestTimestamp.From(parsed!, trace, Now);
    }
}
