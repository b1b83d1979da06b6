using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.RuntimeApi;

/// <summary>The Runtime API's routes, at the loopback door that a function's process uses.</summary>
public sealed class RuntimeApiTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Event = """{"RequestType":"Create"}"""u8.ToArray();

    private readonly Bench bench = new();
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private EmulatedAwsServer server = null!;

    public async Task InitializeAsync()
    {
        server = await bench.Aws.ListenAsync();
        http.BaseAddress = new(server.Endpoint, "2018-06-01/runtime/");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    public void Dispose()
    {
        http.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task Next_hands_an_event_over_with_what_Lambda_says_of_it()
    {
        _ = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = RequestId, TraceId = "Root=1-66c72a40-0", InvocationId = "attempt-1", Timeout = TimeSpan.FromSeconds(30) });

        using var response = await NextAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Event);
        Header(response, "Lambda-Runtime-Aws-Request-Id").ShouldBe(RequestId);
        Header(response, "Lambda-Runtime-Deadline-Ms").ShouldBe(Now.AddSeconds(30).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Header(response, "Lambda-Runtime-Invoked-Function-Arn").ShouldBe("arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc");
        Header(response, "Lambda-Runtime-Trace-Id").ShouldBe("Root=1-66c72a40-0");
        Header(response, "Lambda-Runtime-Invocation-Id").ShouldBe("attempt-1");
    }

    [Fact]
    public async Task The_functions_ARN_has_the_requested_account_and_name()
    {
        using var sam = new Bench(new() { AccountId = "012345678912", FunctionName = "PullThroughCacheRuleFunction" });
        await using var local = await sam.Aws.ListenAsync();
        _ = sam.Aws.Lambda.InvokeAsync(Event);

        using var response = await http.GetAsync(new Uri(local.Endpoint, "2018-06-01/runtime/invocation/next"));

        Header(response, "Lambda-Runtime-Invoked-Function-Arn").ShouldBe("arn:aws:lambda:us-east-1:012345678912:function:PullThroughCacheRuleFunction");
    }

    [Fact]
    public async Task Next_says_nothing_of_a_trace_or_an_attempt_where_there_is_none()
    {
        _ = bench.Aws.Lambda.InvokeAsync(Event);

        using var response = await NextAsync();

        response.Headers.Contains("Lambda-Runtime-Trace-Id").ShouldBeFalse();
        response.Headers.Contains("Lambda-Runtime-Invocation-Id").ShouldBeFalse();
        Header(response, "Lambda-Runtime-Aws-Request-Id").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Next_waits_for_an_event()
    {
        var next = NextAsync();
        await bench.Aws.Lambda.WaitForPollersAsync(1, CancellationToken.None);
        next.IsCompleted.ShouldBeFalse();

        _ = bench.Aws.Lambda.InvokeAsync(Event);

        using var response = await next;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Next_hands_events_over_in_their_order()
    {
        _ = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = "first" });
        _ = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = "second" });

        (await NextIdAsync()).ShouldBe("first");
        (await NextIdAsync()).ShouldBe("second");
    }

    [Fact]
    public async Task Two_pollers_get_an_event_each()
    {
        var pollers = new[] { NextIdAsync(), NextIdAsync() };
        await bench.Aws.Lambda.WaitForPollersAsync(2, CancellationToken.None);

        _ = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = "first" });
        _ = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = "second" });

        (await Task.WhenAll(pollers)).ShouldBe(["first", "second"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_poller_that_goes_away_takes_no_event_with_it()
    {
        using var cancellation = new CancellationTokenSource();
        var gone = http.GetAsync(new Uri("invocation/next", UriKind.Relative), cancellation.Token);
        await bench.Aws.Lambda.WaitForPollersAsync(1, CancellationToken.None);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gone);
        await bench.Aws.Lambda.WaitForPollersAsync(0, CancellationToken.None);

        _ = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = RequestId });

        (await NextIdAsync()).ShouldBe(RequestId);
    }

    [Fact]
    public async Task A_response_is_the_events_result()
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event);
        var id = await NextIdAsync();

        (await PostAsync($"invocation/{id}/response", """{"done":true}""")).ShouldBe(HttpStatusCode.Accepted);

        (await result).ShouldBe(new InvocationResult.Succeeded("""{"done":true}"""));
    }

    [Fact]
    public async Task An_error_is_the_events_result_with_its_type()
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event);
        var id = await NextIdAsync();

        (await PostAsync($"invocation/{id}/error", "{}", ("Lambda-Runtime-Function-Error-Type", "Function.Failed"))).ShouldBe(HttpStatusCode.Accepted);

        (await result).ShouldBe(new InvocationResult.Errored("Function.Failed", "{}"));
    }

    [Fact]
    public async Task An_initialisation_error_is_kept()
    {
        (await PostAsync("init/error", """{"errorType":"Runtime.Broken"}""", ("Lambda-Runtime-Function-Error-Type", "Runtime.Broken"))).ShouldBe(HttpStatusCode.Accepted);

        (await bench.Aws.Lambda.InitError).ShouldBe("""{"errorType":"Runtime.Broken"}""");
    }

    [Fact]
    public async Task An_event_whose_time_runs_out_has_timed_out()
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event, new() { Timeout = TimeSpan.FromSeconds(30) });
        await NextIdAsync();

        bench.Clock.Advance(TimeSpan.FromSeconds(30));

        (await result).ShouldBeOfType<InvocationResult.TimedOut>();
    }

    [Fact]
    public async Task An_events_time_runs_from_when_it_is_handed_over()
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event, new() { Timeout = TimeSpan.FromSeconds(30) });
        bench.Clock.Advance(TimeSpan.FromSeconds(60));
        var id = await NextIdAsync();

        await PostAsync($"invocation/{id}/response", "{}");

        (await result).ShouldBeOfType<InvocationResult.Succeeded>();
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task What_comes_late_is_refused_with_410(string route)
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event, new() { Timeout = TimeSpan.FromSeconds(30) });
        var id = await NextIdAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await result;

        (await PostAsync($"invocation/{id}/{route}", "{}")).ShouldBe(HttpStatusCode.Gone);

        bench.Aws.Lambda.Refusals.ShouldBe(1);
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task What_comes_for_an_unknown_id_is_refused_with_400(string route)
    {
        (await PostAsync($"invocation/unknown/{route}", "{}")).ShouldBe(HttpStatusCode.BadRequest);

        bench.Aws.Lambda.Refusals.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_response_is_refused_with_400()
    {
        _ = bench.Aws.Lambda.InvokeAsync(Event);
        var id = await NextIdAsync();
        await PostAsync($"invocation/{id}/response", "{}");

        (await PostAsync($"invocation/{id}/response", "{}")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_response_of_an_earlier_attempt_is_refused_with_410()
    {
        var first = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = RequestId, InvocationId = "attempt-1", Timeout = TimeSpan.FromSeconds(30) });
        await NextIdAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await first;
        var second = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = RequestId, InvocationId = "attempt-2" });
        await NextIdAsync();

        (await PostAsync($"invocation/{RequestId}/response", "{}", ("Lambda-Runtime-Invocation-Id", "attempt-1"))).ShouldBe(HttpStatusCode.Gone);
        second.IsCompleted.ShouldBeFalse();
        (await PostAsync($"invocation/{RequestId}/response", "{}", ("Lambda-Runtime-Invocation-Id", "attempt-2"))).ShouldBe(HttpStatusCode.Accepted);
        (await second).ShouldBeOfType<InvocationResult.Succeeded>();
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_body_beyond_six_megabytes_is_refused_with_413(string route)
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event);
        var id = await NextIdAsync();

        (await PostAsync($"invocation/{id}/{route}", new string(' ', (6 * 1024 * 1024) + 1025))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        result.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_function_may_fail_after_a_body_that_was_too_long()
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event);
        var id = await NextIdAsync();
        await PostAsync($"invocation/{id}/response", new string(' ', (6 * 1024 * 1024) + 1025));

        (await PostAsync($"invocation/{id}/error", "{}")).ShouldBe(HttpStatusCode.Accepted);

        (await result).ShouldBeOfType<InvocationResult.Errored>();
    }

    [Theory]
    [InlineData("invocation/ID/response")]
    [InlineData("invocation/ID/error")]
    [InlineData("init/error")]
    public async Task An_accepted_request_gets_a_JSON_confirmation(string route)
    {
        _ = bench.Aws.Lambda.InvokeAsync(Event);
        var id = await NextIdAsync();

        using var response = await SendAsync(route.Replace("ID", id, StringComparison.Ordinal), "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"status":"OK"}""");
    }

    [Theory]
    [InlineData("response", 400, "Invalid request ID", "InvalidRequestID")]
    [InlineData("error", 400, "Invalid request ID", "InvalidRequestID")]
    [InlineData("response", 410, "Invoke timeout", "InvokeTimeout")]
    [InlineData("error", 410, "Invoke timeout", "InvokeTimeout")]
    [InlineData("response", 413, "Exceeded maximum allowed payload size (6292480 bytes).", "RequestEntityTooLarge")]
    [InlineData("error", 413, "Exceeded maximum allowed payload size (6292480 bytes).", "RequestEntityTooLarge")]
    public async Task A_refused_request_gets_a_JSON_error(string route, int status, string message, string type)
    {
        var result = bench.Aws.Lambda.InvokeAsync(Event, new() { Timeout = TimeSpan.FromSeconds(30) });
        var id = await NextIdAsync();
        if (status == 410)
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
            await result;
        }

        using var response = await SendAsync($"invocation/{(status == 400 ? "unknown" : id)}/{route}", status == 413 ? new(' ', (6 * 1024 * 1024) + 1025) : "{}");

        response.StatusCode.ShouldBe((HttpStatusCode)status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        error.RootElement.GetProperty("errorMessage").GetString().ShouldBe(message);
        error.RootElement.GetProperty("errorType").GetString().ShouldBe(type);
    }

    [Theory]
    [InlineData("GET", "invocation")]
    [InlineData("GET", "invocation/1/response")]
    [InlineData("POST", "invocation/next")]
    [InlineData("POST", "invocation/1/done")]
    [InlineData("GET", "init/error")]
    [InlineData("POST", "restore/error")]
    public async Task Another_route_returns_404(string method, string route)
    {
        using var message = new HttpRequestMessage(new(method), new Uri(route, UriKind.Relative));
        using var response = await http.SendAsync(message);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_wait_for_a_result_can_be_cancelled_and_the_event_continues()
    {
        using var cancellation = new CancellationTokenSource();
        var result = bench.Aws.Lambda.InvokeAsync(Event, cancellationToken: cancellation.Token);
        var id = await NextIdAsync();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => result);

        (await PostAsync($"invocation/{id}/response", "{}")).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_event_that_is_given_up_before_a_process_has_it_is_withdrawn()
    {
        using var cancellation = new CancellationTokenSource();
        var givenUp = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = "given-up" }, cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => givenUp);
        _ = bench.Aws.Lambda.InvokeAsync(Event, new() { RequestId = "next" }, CancellationToken.None);

        (await NextIdAsync()).ShouldBe("next");
    }

    [Fact]
    public async Task Disposal_ends_the_connections_that_wait_for_an_event()
    {
        var next = NextAsync();
        await bench.Aws.Lambda.WaitForPollersAsync(1, CancellationToken.None);

        bench.Aws.Dispose();

        await Should.ThrowAsync<HttpRequestException>(() => next);
        await Should.ThrowAsync<HttpRequestException>(NextAsync);
    }

    private Task<HttpResponseMessage> NextAsync() => http.GetAsync(new Uri("invocation/next", UriKind.Relative));

    private async Task<string> NextIdAsync()
    {
        using var response = await NextAsync();
        return Header(response, "Lambda-Runtime-Aws-Request-Id");
    }

    private async Task<HttpStatusCode> PostAsync(string route, string body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(route, body, headers);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string route, string body, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(route, UriKind.Relative)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        foreach (var (name, value) in headers)
        {
            message.Headers.Add(name, value);
        }

        return await http.SendAsync(message);
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
