using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests;

public sealed class CallLogTests : IDisposable
{
    private readonly Bench bench = new();

    public CallLogTests() => bench.Aws.Ecr.Put(EcrPublic());

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_call_is_recorded_with_its_request_and_its_response()
    {
        await bench.Ecr.ValidatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" });

        var entry = bench.Aws.CallLog.Entries.ShouldHaveSingleItem();

        entry.At.ShouldBe(Now);
        entry.Operation.ShouldBe("ValidatePullThroughCacheRule");
        entry.Request.ShouldBe("""{"ecrRepositoryPrefix":"ecr-public"}""");
        entry.Status.ShouldBe(200);
        entry.Response.ShouldContain("\"isValid\":true");
    }

    [Fact]
    public async Task A_refused_call_is_kept_with_its_status()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://api.ecr.us-east-1.amazonaws.com/");
        message.Headers.Add("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.DescribePullThroughCacheRules");

        await RawResponse.OfAsync(bench.Http, message);

        var entry = bench.Aws.CallLog.Entries.ShouldHaveSingleItem();
        entry.Status.ShouldBe(403);
        entry.Response.ShouldContain("MissingAuthenticationTokenException");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_whose_connection_ended_is_kept_with_no_status(bool takesEffect)
    {
        bench.Aws.Faults.Next("DeletePullThroughCacheRule", takesEffect ? new Fault.LostResponse() : new Fault.Reset());

        await Should.ThrowAsync<IOException>(() => bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" }));

        bench.Aws.CallLog.Entries.ShouldHaveSingleItem().Status.ShouldBe(0);
    }

    [Fact]
    public async Task Listeners_are_notified_of_each_call_before_its_response()
    {
        List<string> told = [];
        bench.Aws.CallLog.Recorded += (_, entry) => told.Add(entry.Operation);

        await bench.Ecr.DescribePullThroughCacheRulesAsync(new());
        await bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" });

        told.ShouldBe(["DescribePullThroughCacheRules", "DeletePullThroughCacheRule"]);
    }

    [Fact]
    public async Task A_response_to_CloudFormation_is_recorded_as_well()
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());

        await bench.Http.PutAsync(new Uri(bench.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId)), content);

        bench.Aws.CallLog.Entries.ShouldHaveSingleItem().Operation.ShouldBe(Faults.PutObject);
    }
}
