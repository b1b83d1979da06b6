using System.Net;
using Amazon.ECR;
using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests;

public sealed class FaultTests : IDisposable
{
    private const string Delete = "DeletePullThroughCacheRule";

    private readonly Bench bench = new();

    public FaultTests() => bench.Aws.Ecr.Put(EcrPublic());

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_throttle_returns_ThrottlingException()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Throttle());

        var error = await Should.ThrowAsync<AmazonECRException>(DeleteAsync);

        error.ErrorCode.ShouldBe("ThrottlingException");
        error.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_server_error_returns_ServerException(int statusCode)
    {
        bench.Aws.Faults.Next(Delete, new Fault.ServerError(statusCode));

        var error = await Should.ThrowAsync<ServerException>(DeleteAsync);

        ((int)error.StatusCode).ShouldBe(statusCode);
        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_scripted_error_is_returned()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Error("SomethingNewException", "Never seen", 418));

        var error = await Should.ThrowAsync<AmazonECRException>(DeleteAsync);

        error.ErrorCode.ShouldBe("SomethingNewException");
        error.Message.ShouldBe("Never seen");
        ((int)error.StatusCode).ShouldBe(418);
    }

    [Fact]
    public async Task A_reset_ends_the_connection_before_the_call_takes_effect()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Reset());

        await Should.ThrowAsync<IOException>(DeleteAsync);

        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Delete)]
    [InlineData(Faults.PutObject)]
    public async Task A_refused_connection_is_reported_before_anything_of_the_call_is_read(string operation)
    {
        bench.Aws.Faults.Next(operation, new Fault.Refused());
        using var message = MessageOf(operation);
        message.Content = new UnreadableContent();

        var error = await Should.ThrowAsync<HttpRequestException>(() => bench.Http.SendAsync(message));

        error.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        bench.Aws.CallLog.Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            entry => entry.Operation.ShouldBe(operation),
            entry => entry.Request.ShouldBeEmpty(),
            entry => entry.Status.ShouldBe(0));
    }

    [Theory]
    [InlineData(Delete)]
    [InlineData(Faults.PutObject)]
    public async Task A_connection_is_refused_in_its_turn_alone(string operation)
    {
        bench.Aws.Faults.Next(operation, new Fault.Throttle());
        bench.Aws.Faults.Next(operation, new Fault.Refused());
        using var first = MessageOf(operation);
        using var second = MessageOf(operation);
        using var third = MessageOf(operation);

        var responses = new List<HttpStatusCode> { (await bench.Http.SendAsync(first)).StatusCode };
        await Should.ThrowAsync<HttpRequestException>(() => bench.Http.SendAsync(second));
        responses.Add((await bench.Http.SendAsync(third)).StatusCode);

        responses.ShouldBe([operation == Delete ? HttpStatusCode.BadRequest : HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
    }

    [Theory]
    [InlineData(Delete)]
    [InlineData(Faults.PutObject)]
    public async Task A_refused_connection_ends_without_a_response_over_the_loopback_transport(string operation)
    {
        bench.Aws.Faults.Next(operation, new Fault.Refused());
        await using var server = await bench.Aws.ListenAsync();
        using var http = new HttpClient();
        using var message = MessageOf(operation, server);

        await Should.ThrowAsync<HttpRequestException>(() => http.SendAsync(message));

        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
        bench.Aws.Responses.Responses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_connection_is_one_that_nothing_was_sent_on()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Refused());

        var error = await Should.ThrowAsync<HttpRequestException>(DeleteAsync);

        error.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lost_response_ends_the_connection_after_the_call_took_effect()
    {
        bench.Aws.Faults.Next(Delete, new Fault.LostResponse());

        await Should.ThrowAsync<IOException>(DeleteAsync);

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delay_lets_the_call_take_effect_later()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Delay(TimeSpan.FromSeconds(3)));
        var delete = DeleteAsync();
        delete.IsCompleted.ShouldBeFalse();
        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();

        bench.Clock.Advance(TimeSpan.FromSeconds(3));
        await delete;

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_that_is_given_up_during_its_delay_takes_no_effect()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Delay(TimeSpan.FromSeconds(3)));
        using var cancellation = new CancellationTokenSource();
        var delete = bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" }, cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => delete);
        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_fault_lasts_for_as_many_calls_as_it_says()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Throttle(), times: 2);
        await Should.ThrowAsync<AmazonECRException>(DeleteAsync);
        await Should.ThrowAsync<AmazonECRException>(DeleteAsync);

        await DeleteAsync();

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_lasts_until_its_moment()
    {
        bench.Aws.Faults.Until(Now.AddSeconds(10), Delete, new Fault.Throttle());
        await Should.ThrowAsync<AmazonECRException>(DeleteAsync);
        bench.Clock.Advance(TimeSpan.FromSeconds(9));
        await Should.ThrowAsync<AmazonECRException>(DeleteAsync);

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await DeleteAsync();

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Faults_come_in_the_order_they_were_planned_in()
    {
        bench.Aws.Faults.Next(Delete, new Fault.ServerError());
        bench.Aws.Faults.Next(Delete, new Fault.Throttle());

        await Should.ThrowAsync<ServerException>(DeleteAsync);

        (await Should.ThrowAsync<AmazonECRException>(DeleteAsync)).ErrorCode.ShouldBe("ThrottlingException");
    }

    [Fact]
    public async Task A_fault_of_one_operation_leaves_others_alone()
    {
        bench.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Throttle());

        await DeleteAsync();

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cleared_faults_are_gone()
    {
        bench.Aws.Faults.Next(Delete, new Fault.Throttle());
        bench.Aws.Faults.Clear();

        await DeleteAsync();

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_reveals_nothing_to_an_unauthenticated_caller()
    {
        bench.Aws.Faults.Next(Delete, new Fault.ServerError());
        using var handler = bench.Aws.CreateHandler();
        using var stranger = EcrClients.Create(handler, new() { SecretAccessKey = "wrong" });

        var error = await Should.ThrowAsync<AmazonECRException>(
            () => stranger.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" }));

        error.ErrorCode.ShouldBe("InvalidSignatureException");
    }

    private Task DeleteAsync() => bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" });

    private HttpRequestMessage MessageOf(string operation, EmulatedAwsServer? server = null) => operation == Faults.PutObject
        ? new(HttpMethod.Put, new Uri(bench.Aws.Responses.CreateResponseUrl(StackId, "Rule", RequestId, server?.Endpoint))) { Content = new ByteArrayContent("{}"u8.ToArray()) }
        : (new SignedCall(operation, """{"ecrRepositoryPrefix":"ecr-public"}""", bench.Aws.Options) is var call && server is not null ? call with { Endpoint = server.Endpoint } : call).ToMessage();

    private sealed class UnreadableContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new InvalidOperationException("The content was read.");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
