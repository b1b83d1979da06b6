using EcrPtcLambda.CloudFormation;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class RequestBirthTests
{
    private const string Signed = "https://b.s3.amazonaws.com/k?X-Amz-Date=20260822T115500Z";
    private const string Unsigned = "https://b.s3.amazonaws.com/k";
    private const string Trace = "Root=1-6a898f00-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1";

    [Fact]
    public void A_request_is_born_when_its_URL_was_signed() => Of(Signed, Trace).ShouldBe(new(Now.AddMinutes(-5), IsKnown: true));

    [Fact]
    public void Without_a_signing_date_the_trace_tells() =>
        Of(Unsigned, Trace).ShouldBe(new(DateTimeOffset.FromUnixTimeSeconds(0x6a898f00), IsKnown: true));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Root=1-")]
    [InlineData("Root=1-zzzzzzzz-0123456789abcdef01234567")]
    [InlineData("Parent=53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793")]
    [InlineData("Root=1-7fffffff-bd862e3fe1be46a994272793")]
    public void Without_either_it_is_taken_to_be_fifteen_minutes_old(string? trace) => Of(Unsigned, trace).ShouldBe(new(Now.AddMinutes(-15), IsKnown: false));

    [Theory]
    [InlineData(45, false)]
    [InlineData(46, true)]
    public void A_request_older_than_Lambdas_first_redelivery_may_have_been_delivered_before(int age, bool expected)
    {
        var birth = Of(Signed, trace: null);

        birth.MayHaveBeenDeliveredBefore(birth.At.AddSeconds(age)).ShouldBe(expected);
    }

    [Fact]
    public void A_request_of_unknown_age_is_not_taken_for_a_redelivery() =>
        Of(Unsigned, trace: null).MayHaveBeenDeliveredBefore(Now.AddHours(1)).ShouldBeFalse();

    private static RequestBirth Of(string url, string? trace)
    {
        ResponseUrl.TryParse(url, ResponseHosts.From(null), out var parsed).ShouldBeNull();
        return RequestBirth.Of(parsed!, trace, Now);
    }
}
