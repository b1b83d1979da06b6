using System.Text;
using System.Text.Json;
using CsCheck;
using EcrPtcLambda.CloudFormation;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.CloudFormation;

public sealed class ResponseTruncationTests
{
    private const string WhereToLook = "(see log stream 2026/08/22/[$LATEST]0123456789abcdef, request 7b7a3a1e)";

    [Fact]
    public void A_short_response_is_sent_whole() => Reason(Fit(Failed("short"))).ShouldBe("short");

    [Fact]
    public void A_response_of_exactly_the_limit_is_sent_whole()
    {
        var reason = new string('x', ResponseTruncation.MaxBytes - Fit(Failed("")).Length);

        Fit(Failed(reason)).Length.ShouldBe(4096);
        Reason(Fit(Failed(reason))).ShouldBe(reason);
    }

    [Fact]
    public void A_response_of_one_byte_more_is_truncated_and_says_where_the_rest_is()
    {
        var reason = new string('x', ResponseTruncation.MaxBytes - Fit(Failed("")).Length + 1);

        Fit(Failed(reason)).Length.ShouldBe(4096);
        Reason(Fit(Failed(reason))).ShouldEndWith($"x… {WhereToLook}");
    }

    [Theory]
    [InlineData("é")]
    [InlineData("漢")]
    [InlineData("🐳")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("\u0001")]
    [InlineData("ab🐳")]
    public void A_Reason_is_cut_at_a_characters_end(string unit)
    {
        var body = Fit(Failed(string.Concat(Enumerable.Repeat(unit, 5000))));

        body.Length.ShouldBeInRange(4096 - 8, 4096);
        Reason(body).ShouldNotContain('\uFFFD');
        Reason(body)[..unit.Length].ShouldBe(unit);
    }

    [Fact]
    public void Ids_are_never_cut()
    {
        var id = new string('i', 5000);

        JsonDocument.Parse(Fit(Failed("reason") with { PhysicalResourceId = id })).RootElement.GetProperty("PhysicalResourceId").GetString().ShouldBe(id);
    }

    [Fact]
    public void Data_that_does_not_fit_loses_its_longest_value_and_keeps_its_keys()
    {
        var body = Fit(Failed("") with
        {
            Status = "SUCCESS",
            Reason = null,
            Data = new Dictionary<string, string> { ["CustomRoleArn"] = new('r', 5000), ["EcrRepositoryPrefix"] = "kept" },
        });

        body.Length.ShouldBeLessThanOrEqualTo(4096);
        JsonDocument.Parse(body).RootElement.GetProperty("Data").GetProperty("EcrRepositoryPrefix").GetString().ShouldBe("kept");
        JsonDocument.Parse(body).RootElement.GetProperty("Data").GetProperty("CustomRoleArn").GetString().ShouldBe("");
    }

    [Fact]
    public void Data_that_just_fits_without_its_longest_value_loses_no_other()
    {
        var response = Failed("") with { Status = "SUCCESS", Reason = null, Data = new Dictionary<string, string> { ["Long"] = "", ["Kept"] = "" } };
        var kept = new string('k', ResponseTruncation.MaxBytes - Fit(response).Length);

        var body = Fit(response with { Data = new Dictionary<string, string> { ["Long"] = new('l', 5000), ["Kept"] = kept } });

        JsonDocument.Parse(body).RootElement.GetProperty("Data").GetProperty("Kept").GetString().ShouldBe(kept);
    }

    [Fact]
    public void Any_Reason_fits() =>
        Gen.String[0, 9000].Sample(reason =>
        {
            var body = Fit(Failed(reason));
            return body.Length <= ResponseTruncation.MaxBytes && JsonDocument.Parse(body).RootElement.GetProperty("Status").GetString() == "FAILED";
        });

    private static CustomResourceResponse Failed(string reason) => new()
    {
        Status = "FAILED",
        Reason = reason,
        PhysicalResourceId = "docker-hub",
        StackId = StackId,
        RequestId = RequestId,
        LogicalResourceId = "Rule",
    };

    private static byte[] Fit(CustomResourceResponse response) => ResponseTruncation.Truncate(response, WhereToLook);

    private static string Reason(byte[] body) => JsonDocument.Parse(Encoding.UTF8.GetString(body)).RootElement.GetProperty("Reason").GetString()!;
}
