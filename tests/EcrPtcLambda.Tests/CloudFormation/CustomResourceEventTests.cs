using System.Text.Json;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class CustomResourceEventTests
{
    [Theory]
    [InlineData("""[{"Sns":{"Message":"{}"}}]""", true)]
    [InlineData("""[{"eventSource":"aws:s3"}]""", false)]
    [InlineData("[]", false)]
    [InlineData("{}", false)]
    public void An_SNS_notification_is_known_by_its_first_record(string records, bool expected) =>
        new CustomResourceEvent { Records = JsonDocument.Parse(records).RootElement }.IsSnsNotification.ShouldBe(expected);

    [Theory]
    [InlineData("{}", 3600)]
    [InlineData("[]", 3600)]
    [InlineData("""{"ServiceTimeout":"300"}""", 300)]
    [InlineData("""{"ServiceTimeout":300}""", 300)]
    [InlineData("""{"ServiceTimeout":"0"}""", 3600)]
    [InlineData("""{"ServiceTimeout":"3601"}""", 3600)]
    [InlineData("""{"ServiceTimeout":"soon"}""", 3600)]
    [InlineData("""{"ServiceTimeout":{}}""", 3600)]
    public void CloudFormation_waits_for_ServiceTimeout_or_an_hour(string properties, int seconds) =>
        new CustomResourceEvent { ResourceProperties = Properties(properties) }.ServiceTimeout.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(300, 300)]
    [InlineData(7300, 7200)]
    public void A_request_ends_with_ServiceTimeout_or_with_its_URL(int serviceTimeout, int seconds) =>
        Timestamp.ExpiresAt(Url, TimeSpan.FromSeconds(serviceTimeout)).ShouldBe(Now.AddSeconds(seconds));

    [Fact]
    public void A_request_of_unknown_age_never_ends() => (Timestamp with { IsKnown = false }).ExpiresAt(Url, TimeSpan.FromSeconds(300)).ShouldBeNull();

    [Fact]
    public void Whatever_is_thrown_in_the_middle_of_a_plan_is_a_failure_that_may_have_taken_effect()
    {
        var failure = EcrException.From(new FormatException("A bug."));

        failure.Error.ShouldBe(new EcrError(EcrErrorKind.Internal, EcrOperation.None, nameof(FormatException), "A bug", MayHaveTakenEffect: true));
        EcrException.From(failure).ShouldBeSameAs(failure);
    }

    private static ResponseUrl Url
    {
        get
        {
            ResponseUrl.TryParse("https://bucket.s3.amazonaws.com/key", ResponseHosts.From(null), out var url).ShouldBeNull();
            return url!;
        }
    }
}
