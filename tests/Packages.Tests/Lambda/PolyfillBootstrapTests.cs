using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;

namespace Packages.Tests.Lambda;

/// <summary>The behavior of the polyfill that Amazon.Lambda.RuntimeSupport 2.1.2 doesn't have, or has differently.</summary>
public sealed class PolyfillBootstrapTests : BootstrapTests
{
    private const string InvocationId = "Lambda-Runtime-Invocation-Id";

    [Fact]
    public async Task An_invocation_id_goes_back_with_the_response()
    {
        Api.Invoke("r-1", "1", (InvocationId, "i-1"));

        await EchoAsync();

        Api.Response("/response").Headers[InvocationId].ShouldBe("i-1");
    }

    [Fact]
    public async Task An_invocation_id_goes_back_with_the_error()
    {
        Api.Invoke("r-1", "1", (InvocationId, "i-1"));

        await RunAsync((_, _) => Fail(new NotSupportedException()));

        Api.Response("/error").Headers[InvocationId].ShouldBe("i-1");
    }

    [Fact]
    public async Task Without_an_invocation_id_none_goes_back()
    {
        Api.Invoke("r-1", "1", (InvocationId, "i-1")).Invoke("r-2", "2").Invoke("r-3", "3");

        await RunAsync((input, context) => context.AwsRequestId == "r-3" ? Fail(new NotSupportedException()) : Task.FromResult(input));

        Api.Response("/r-2/response").Headers.ShouldNotContainKey(InvocationId);
        Api.Response("/r-3/error").Headers.ShouldNotContainKey(InvocationId);
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_response_that_is_refused_is_logged_and_the_loop_goes_on(HttpStatusCode status)
    {
        Api.Invoke("r-1", "1").Invoke("r-2", "2");
        Api.Statuses["/r-1/response"] = status;

        await EchoAsync();

        Api.Response("/r-2/response").ShouldNotBeNull();
        Output.ToString().ShouldContain($"({(int)status})");
        Output.ToString().ShouldContain("r-1");
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task An_error_that_is_refused_is_logged_and_the_loop_goes_on(HttpStatusCode status)
    {
        Api.Invoke("r-1", "1").Invoke("r-2", "2");
        Api.Statuses["/r-1/error"] = status;

        await RunAsync((_, _) => Fail(new NotSupportedException()));

        Api.Response("/r-2/error").ShouldNotBeNull();
        Output.ToString().ShouldContain($"({(int)status})");
    }

    [Fact]
    public async Task A_container_error_names_itself()
    {
        Api.Invoke("r-1", "1");
        Api.Statuses["/response"] = HttpStatusCode.InternalServerError;

        var thrown = await Should.ThrowAsync<HttpRequestException>(EchoAsync);

        thrown.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        thrown.Message.ShouldContain("/runtime/invocation/r-1/response");
    }

    [Fact]
    public async Task An_event_without_a_request_id_ends_the_loop_with_an_exception_that_says_so()
    {
        Api.Next(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("1") });

        var thrown = await Should.ThrowAsync<HttpRequestException>(EchoAsync);

        thrown.Message.ShouldContain("Lambda-Runtime-Aws-Request-Id");
    }

    [Fact]
    public async Task Without_a_Runtime_API_the_failure_names_the_variable()
    {
        using var bootstrap = LambdaBootstrapBuilder.Create((Stream input) => Task.FromResult(input)).UseHttpClient(Client).Build();

        var thrown = await Should.ThrowAsync<InvalidOperationException>(() => bootstrap.RunAsync());

        thrown.Message.ShouldContain("AWS_LAMBDA_RUNTIME_API");
        Api.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_initialization_error_has_a_type_and_no_invocation_id()
    {
        await Should.ThrowAsync<NotSupportedException>(() => RunAsync(LambdaBootstrapBuilder
            .Create((Stream input) => Task.FromResult(input))
            .UseBootstrapHandler(() => throw new NotSupportedException("not here"))));

        var call = Api.Response("/init/error");
        call.Headers["Lambda-Runtime-Function-Error-Type"].ShouldBe("NotSupportedException");
        call.Headers.ShouldNotContainKey(InvocationId);
    }

    [Fact]
    public async Task An_initialization_error_that_cannot_be_reported_is_still_the_one_thrown()
    {
        Api.Statuses["/init/error"] = HttpStatusCode.InternalServerError;

        await Should.ThrowAsync<NotSupportedException>(() => RunAsync(LambdaBootstrapBuilder
            .Create((Stream input) => Task.FromResult(input))
            .UseBootstrapHandler(() => throw new NotSupportedException("not here"))));
    }

    [Fact]
    public async Task A_handler_without_a_result_returns_null()
    {
        Api.Invoke("r-1", "1");

        await RunAsync(LambdaBootstrapBuilder.Create((Stream _, ILambdaContext _) => Task.CompletedTask));

        Api.Response("/response").Body.ShouldBe("null");
    }

    [Fact]
    public async Task An_error_is_bounded()
    {
        Api.Invoke("r-1", "1");

        await RunAsync((_, _) => Deep(500, new string('m', 1_000_000)));

        var body = Api.Response("/error").Body;
        body.Length.ShouldBeLessThan(256 * 1024);
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("stackTrace").GetArrayLength().ShouldBeLessThanOrEqualTo(65);

        static Task<Stream> Deep(int depth, string message) =>
            depth == 0 ? throw new NotSupportedException(message) : Deep(depth - 1, message);
    }

    [Theory]
    [InlineData("nX-Amz-Signature=secret")]
    [InlineData("""{"Count":"X-Amz-Signature=secret"}""")]
    [InlineData("""{"Name":tX-Amz-Signature=secret}""")]
    public async Task An_event_that_cannot_be_read_is_quoted_neither_in_the_log_nor_in_the_error(string payload)
    {
        Api.Invoke("r-1", payload);

        await RunAsync(LambdaBootstrapBuilder.Create<Order>((_, _) => Task.CompletedTask, Serializer));

        Api.Response("/error").Body.ShouldNotContain("secret");
        Output.ToString().ShouldContain("JsonSerializerException");
        Output.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Without_a_deadline_there_is_time_left()
    {
        var remaining = TimeSpan.Zero;
        Api.Invoke("r-1", "1", ("Lambda-Runtime-Deadline-Ms", "soon"));

        await RunAsync((input, context) =>
        {
            remaining = context.RemainingTime;
            return Task.FromResult(input);
        });

        remaining.ShouldBeInRange(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task The_default_client_goes_straight_to_the_Runtime_API_and_follows_no_redirect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://proxy.invalid:1");
        try
        {
            using var client = LambdaBootstrap.ConstructHttpClient();
            var asking = client.GetAsync(new Uri($"http://{listener.LocalEndpoint}/next"));
            var accepting = listener.AcceptTcpClientAsync();
            await Task.WhenAny(asking, accepting);
            accepting.IsCompletedSuccessfully.ShouldBeTrue("the request should come here, not to the proxy");

            using var connection = await accepting;
            var request = await RespondAsync(connection, "HTTP/1.1 307 Moved\r\nLocation: http://elsewhere.invalid/\r\nContent-Length: 0\r\n\r\n");
            using var response = await asking;

            response.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
            request.ShouldStartWith("GET /next HTTP/1.1\r\n");
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private static async Task<string> RespondAsync(TcpClient connection, string response)
    {
        var stream = connection.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[1024];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(response));
        return request.ToString();
    }
}
