using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Lifecycle;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class UnusualEventsTests
{
    private const string Host = "https://cloudformation-custom-resource-response-useast1.s3.us-east-1.amazonaws.com";

    [Fact]
    public void An_event_in_print_shows_nothing_of_itself() =>
        (new CustomResourceEvent { ResponseUrl = Properties("\"https://secret\"") }).ToString().ShouldBe("CustomResourceEvent");

    [Fact]
    public void A_long_RequestType_is_shortened() =>
        LifecycleRequest.From(new() { RequestType = Properties($"\"{new string('x', 41)}\"") })
            .ShouldBeOfType<LifecycleRequest.Invalid>().Reason.ShouldContain($"\"{new string('x', 40)}…\"");

    [Fact]
    public void A_RequestType_of_forty_characters_is_reported_whole() =>
        LifecycleRequest.From(new() { RequestType = Properties($"\"{new string('x', 40)}\"") })
            .ShouldBeOfType<LifecycleRequest.Invalid>().Reason.ShouldContain($"\"{new string('x', 40)}\"");

    [Fact]
    public void An_Update_without_an_id_is_said_to_be_one() =>
        LifecycleRequest.From(new() { RequestType = Properties("\"Update\"") })
            .ShouldBeOfType<LifecycleRequest.Invalid>().Reason.ShouldBe("The event is an Update without a PhysicalResourceId.");

    [Fact]
    public void A_reader_that_does_not_say_where_the_event_breaks_off_is_taken_at_its_word()
    {
        Exception?[] causes = [null, new FormatException(), new JsonException("m"), new JsonException("m", null, 1, null)];

        causes.Select(cause => EventReader.Read([], new Failing(cause)).ParseError).ShouldAllBe(malformation => malformation == "it can't be read");
    }

    [Fact]
    public void A_reader_that_says_where_the_event_breaks_off_is_quoted_from_one() =>
        EventReader.Read([], new Failing(new JsonException("m", null, 0, 4))).ParseError.ShouldBe("it breaks off or goes wrong at line 1, byte 5");

    [Theory]
    [InlineData("/a%7Cb%7Cc", "a", "c", "b")]
    [InlineData("/a%7Cb", "", "", "")]
    [InlineData("/%7Cb%7Cc", "", "", "")]
    [InlineData("/a%7C%7Cc", "", "", "")]
    [InlineData("/a%7Cb%7C", "", "", "")]
    [InlineData("/a%7Cb%7Cc%7Cd", "", "", "")]
    [InlineData("/", "", "", "")]
    public void Ids_that_an_event_lacks_come_from_the_URLs_key_if_it_has_them(string path, string stackId, string requestId, string logicalId) =>
        RequestIdentity.From(new(), Url(path)).ShouldBe(new(stackId, requestId, logicalId));

    [Fact]
    public void Ids_that_an_event_has_come_before_those_of_the_URLs_key() =>
        RequestIdentity.From(new() { StackId = Properties("\"s\""), RequestId = Properties("\"r\""), LogicalResourceId = Properties("\"l\"") }, Url("/a%7Cb%7Cc"))
            .ShouldBe(new("s", "r", "l"));

    [Theory]
    [InlineData("?X-Amz-Date=19991231T235959Z", null)]
    [InlineData("?X-Amz-Date=20000101T000000Z", "2000-01-01")]
    [InlineData("?X-Amz-Date=21001231T000000Z", "2100-12-31")]
    [InlineData("?X-Amz-Date=21010101T000000Z", null)]
    [InlineData("?X-Amz-Date=tomorrow", null)]
    [InlineData("?Expires=7200", null)]
    [InlineData("?Expires=253402300800", null)]
    [InlineData("?Expires=253402300799", null)]
    [InlineData("?Expires=1000000000", "2001-09-08")]
    [InlineData("?Expires=soon", null)]
    [InlineData("", null)]
    public void A_date_counts_from_2000_to_2100(string query, string? date) =>
        Url($"/a{query}").SignedAt?.ToString("yyyy-MM-dd", null).ShouldBe(date);

    [Fact]
    public void A_rule_of_which_ECR_says_the_least_has_every_attribute_nonetheless()
    {
        var rule = Live(EcrPublic) with { UpstreamRegistry = null, CreatedAt = null };

        var data = new Outcome.Succeeded("ecr-public", rule).ToResponse(new("s", "r", "l"), Context).Data!;

        data.Keys.Count().ShouldBe(9);
        data.Where(pair => pair.Value.Length == 0).Select(pair => pair.Key).ShouldBe(["UpstreamRegistry", "CredentialArn", "CustomRoleArn", "CreatedAt"]);
    }

    [Fact]
    public void A_success_without_data_that_is_too_long_is_sent_as_it_is() =>
        ResponseTruncation.Truncate(Success(new string('i', 5000)), "(see)").Length.ShouldBeGreaterThan(5000);

    [Fact]
    public void An_empty_Reason_is_not_cut() =>
        ResponseTruncation.Truncate(Success(new string('i', 5000)) with { Reason = "" }, "(see)").Length.ShouldBeGreaterThan(5000);

    [Fact]
    public void Data_whose_keys_alone_do_not_fit_ends_with_empty_values() =>
        ResponseTruncation.Truncate(Success("i") with { Data = new Dictionary<string, string> { [new('k', 5000)] = "v" } }, "(see)").Length.ShouldBeGreaterThan(5000);

    private static ResponseUrl Url(string pathAndQuery)
    {
        ResponseUrl.TryParse(Host + pathAndQuery, ResponseHosts.From(null), out var url).ShouldBeNull();
        return url!;
    }

    private static CustomResourceResponse Success(string id) => new() { Status = "SUCCESS", PhysicalResourceId = id, StackId = "s", RequestId = "r", LogicalResourceId = "l" };

    private sealed class Failing(Exception? cause) : ILambdaSerializer
    {
        public T Deserialize<T>(Stream requestStream) => throw (cause is null ? new JsonSerializerException("m") : new JsonSerializerException("m", cause));

        public void Serialize<T>(T response, Stream responseStream) => throw new NotSupportedException();
    }
}
