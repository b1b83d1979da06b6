using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;

namespace Packages.Tests.Lambda;

public sealed class BootstrapLoopTests : BootstrapTests
{
    [Fact]
    public async Task An_event_goes_to_the_handler_and_its_result_to_the_response_of_that_request()
    {
        Api.Invoke("r-1", """{"n":1}""");

        await EchoAsync();

        var response = Api.Responses.ShouldHaveSingleItem();
        response.Path.ShouldBe("/2018-06-01/runtime/invocation/r-1/response");
        response.Host.ShouldBe(ScriptedRuntimeApi.Endpoint);
        response.ContentType.ShouldBe("application/json");
        response.Body.ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task The_next_event_is_requested_only_after_the_response_to_the_last()
    {
        Api.Invoke("r-1", "1").Invoke("r-2", "2");

        await EchoAsync();

        Api.Calls.Select(call => call.Path["/2018-06-01/runtime/".Length..]).ShouldBe(
            ["invocation/next", "invocation/r-1/response", "invocation/next", "invocation/r-2/response", "invocation/next"]);
    }

    [Fact]
    public async Task Requests_are_HTTP_1_1()
    {
        Api.Invoke("r-1", "1");

        await EchoAsync();

        Api.Calls.ShouldAllBe(call => call.Version == HttpVersion.Version11);
    }

    [Fact]
    public async Task A_typed_handler_reads_its_event_and_writes_its_result()
    {
        Api.Invoke("r-1", """{"Name":"tea","Count":3}""");

        await RunAsync(LambdaBootstrapBuilder.Create<Order, Receipt>(
            (order, _) => Task.FromResult(new Receipt(order.Name, order.Count * 2)), Serializer));

        Api.Response("/response").Body.ShouldBe("""{"Name":"tea","Total":6}""");
    }

    [Fact]
    public async Task A_typed_handler_without_a_result_sends_a_response()
    {
        Order? seen = null;
        Api.Invoke("r-1", """{"Name":"tea","Count":3}""");

        await RunAsync(LambdaBootstrapBuilder.Create<Order>(
            (order, _) =>
            {
                seen = order;
                return Task.CompletedTask;
            },
            Serializer));

        seen.ShouldBe(new Order("tea", 3));
        Api.Response("/response").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stream_handler_without_a_result_sends_a_response()
    {
        var seen = string.Empty;
        Api.Invoke("r-1", "tea");

        await RunAsync(LambdaBootstrapBuilder.Create(async (Stream input, ILambdaContext _) =>
        {
            using var reader = new StreamReader(input);
            seen = await reader.ReadToEndAsync();
        }));

        seen.ShouldBe("tea");
        Api.Response("/response").ShouldNotBeNull();
    }

    [Fact]
    public async Task Simple_handlers_need_neither_event_nor_context()
    {
        var calls = 0;
        Api.Invoke("r-1", "1");

        await RunAsync(LambdaBootstrapBuilder.Create(() => { calls++; }));

        calls.ShouldBe(1);
        Api.Response("/response").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_output_stream_handler_returns_the_bytes_that_it_wrote()
    {
        Api.Invoke("r-1", "1");

        await RunAsync(LambdaBootstrapBuilder.Create((Stream _, ILambdaContext _, MemoryStream output) => output.Write("42"u8)));

        Api.Response("/response").Body.ShouldBe("42");
    }

    [Fact]
    public async Task A_response_is_sent_from_where_its_stream_stands_and_is_then_disposed()
    {
        using var output = new MemoryStream("skipped:sent"u8.ToArray());
        output.Position = "skipped:".Length;
        Api.Invoke("r-1", "1");

        await RunAsync((_, _) => Task.FromResult<Stream>(output));

        Api.Response("/response").Body.ShouldBe("sent");
        output.CanRead.ShouldBeFalse();
    }

    [Fact]
    public async Task Six_megabytes_go_through_unchanged()
    {
        var payload = $"\"{new string('x', 6 * 1024 * 1024)}\"";
        Api.Invoke("r-1", payload);

        await EchoAsync();

        Api.Response("/response").Body.ShouldBe(payload);
    }

    [Fact]
    public async Task A_handlers_exception_is_reported_and_the_loop_goes_on()
    {
        Api.Invoke("r-1", "1").Invoke("r-2", "2");

        await RunAsync((input, context) => context.AwsRequestId == "r-1"
            ? throw new NotSupportedException("not this one")
            : Task.FromResult(input));

        var error = Api.Response("/r-1/error");
        error.Headers["Lambda-Runtime-Function-Error-Type"].ShouldBe("NotSupportedException");
        error.ContentType.ShouldBe("application/vnd.aws.lambda.error+json");
        using var body = JsonDocument.Parse(error.Body);
        body.RootElement.GetProperty("errorType").GetString().ShouldBe("NotSupportedException");
        body.RootElement.GetProperty("errorMessage").GetString().ShouldBe("not this one");
        body.RootElement.GetProperty("stackTrace").EnumerateArray().ShouldNotBeEmpty();
        Api.Response("/r-2/response").Body.ShouldBe("2");
    }

    [Fact]
    public async Task A_cause_is_reported_with_its_exception()
    {
        Api.Invoke("r-1", "1");

        await RunAsync((_, _) => Fail(new InvalidOperationException("outer", new FormatException("inner"))));

        using var body = JsonDocument.Parse(Api.Response("/error").Body);
        var cause = body.RootElement.GetProperty("cause");
        cause.GetProperty("errorType").GetString().ShouldBe("FormatException");
        cause.GetProperty("errorMessage").GetString().ShouldBe("inner");
    }

    [Fact]
    public async Task A_handlers_own_cancellation_is_an_error_like_others()
    {
        Api.Invoke("r-1", "1").Invoke("r-2", "2");

        await RunAsync((input, context) => context.AwsRequestId == "r-1"
            ? Fail(new OperationCanceledException("took too long"))
            : Task.FromResult(input));

        Api.Response("/r-1/error").ShouldNotBeNull();
        Api.Response("/r-2/response").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_payload_that_is_not_JSON_is_an_error_to_a_typed_handler_and_the_loop_goes_on()
    {
        Api.Invoke("r-1", "<xml/>").Invoke("r-2", """{"Count":2}""");

        await RunAsync(LambdaBootstrapBuilder.Create<Order, Receipt>(
            (order, _) => Task.FromResult(new Receipt(order.Name, order.Count)), Serializer));

        Api.Response("/r-1/error").Headers["Lambda-Runtime-Function-Error-Type"].ShouldBe("JsonSerializerException");
        Api.Response("/r-2/response").Body.ShouldBe("""{"Total":2}""");
    }

    [Fact]
    public async Task The_event_is_never_logged()
    {
        Api.Invoke("r-1", """{"Name":"X-Amz-Signature=secret"}""").Invoke("r-2", "X-Amz-Signature=secret");

        await RunAsync(LambdaBootstrapBuilder.Create<Order>(
            (_, _) => Task.FromException(new InvalidOperationException("handled badly")), Serializer));

        Api.Responses.Count().ShouldBe(2);
        Output.ToString().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_refusal_to_hand_out_events_ends_the_loop_with_an_exception(HttpStatusCode status)
    {
        Api.Next(status);

        await Should.ThrowAsync<Exception>(EchoAsync);

        Api.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_transport_failure_while_waiting_ends_the_loop_with_an_exception()
    {
        Api.Next(() => throw new HttpRequestException("connection refused"));

        await Should.ThrowAsync<HttpRequestException>(EchoAsync);

        Api.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_container_error_on_response_ends_the_loop_with_an_exception()
    {
        Api.Invoke("r-1", "1").Invoke("r-2", "2");
        Api.Statuses["/response"] = HttpStatusCode.InternalServerError;

        await Should.ThrowAsync<Exception>(EchoAsync);

        Api.Responses.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_container_error_on_error_ends_the_loop_with_an_exception()
    {
        Api.Invoke("r-1", "1").Invoke("r-2", "2");
        Api.Statuses["/error"] = HttpStatusCode.InternalServerError;

        await Should.ThrowAsync<Exception>(() => RunAsync((_, _) => Fail(new NotSupportedException())));

        Api.Responses.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_wait_that_timed_out_is_begun_again()
    {
        Api.Next(() => throw new TaskCanceledException("the client's timeout")).Invoke("r-1", "1");

        await EchoAsync();

        Api.Response("/r-1/response").ShouldNotBeNull();
    }

    [Fact]
    public async Task Waiting_outlasts_any_execution_environment()
    {
        await EchoAsync();

        Client.Timeout.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task A_token_cancelled_beforehand_asks_for_nothing()
    {
        Set("AWS_LAMBDA_RUNTIME_API", ScriptedRuntimeApi.Endpoint);

        using var bootstrap = LambdaBootstrapBuilder.Create((Stream input) => Task.FromResult(input)).UseHttpClient(Client).Build();
        await bootstrap.RunAsync(new CancellationToken(canceled: true));

        Api.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_environment_names_the_Runtime_API()
    {
        Set("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:54321");
        Api.Invoke("r-1", "1");

        using var bootstrap = LambdaBootstrapBuilder.Create((Stream input) => Task.FromResult(input)).UseHttpClient(Client).Build();
        await bootstrap.RunAsync(Api.Ended);

        Api.Calls.ShouldAllBe(call => call.Host == "127.0.0.1:54321");
    }

    [Fact]
    public async Task A_debug_variable_ends_the_loop_after_one_event()
    {
        Set("AWS_LAMBDA_DOTNET_DEBUG_RUN_ONCE", "true");
        Api.Invoke("r-1", "1").Invoke("r-2", "2");

        await EchoAsync();

        Api.Responses.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_client_of_the_callers_stays_usable_after_the_bootstrap_is_disposed()
    {
        await EchoAsync();

        using var response = await Client.PostAsync(new Uri("http://runtime.invalid/again"), content: null);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_bare_handler_gets_the_invocation_and_gives_the_response()
    {
        Set("AWS_LAMBDA_RUNTIME_API", ScriptedRuntimeApi.Endpoint);
        Api.Invoke("r-1", "tea");

        using var bootstrap = new LambdaBootstrap(Client, async invocation =>
        {
            using var reader = new StreamReader(invocation.InputStream);
            var text = $"{invocation.LambdaContext.AwsRequestId}:{await reader.ReadToEndAsync()}";
            return new InvocationResponse(new MemoryStream(Encoding.UTF8.GetBytes(text)), disposeOutputStream: true);
        });
        await bootstrap.RunAsync(Api.Ended);

        Api.Response("/response").Body.ShouldBe("r-1:tea");
    }
}
