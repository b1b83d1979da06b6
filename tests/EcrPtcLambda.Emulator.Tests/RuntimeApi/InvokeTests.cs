using System.Net;
using System.Text;
using EcrPtcLambda.Emulator.Tests.Support;

namespace EcrPtcLambda.Emulator.Tests.RuntimeApi;

/// <summary>The Invoke operation of the Lambda API, by requests as the AWS CLI sends them.</summary>
public sealed class InvokeTests : IDisposable
{
    private const string Event = """{"RequestType":"Create"}""";

    // Far more than any wait here takes on a slow machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("ecr-ptc")]
    [InlineData("anything:live")]
    [InlineData("arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Aother")]
    public async Task An_event_goes_to_the_process_that_polls_whatever_the_functions_name(string name)
    {
        var invoking = InvokeAsync(Event, name: name);
        var (id, received) = await NextAsync();
        await CompleteAsync(id, "response", """{"done":true}""");

        using var response = await invoking.WaitAsync(Patience);
        received.ShouldBe(Event);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("X-Amz-Executed-Version").ShouldBe(["$LATEST"]);
        response.Headers.Contains("X-Amz-Function-Error").ShouldBeFalse();
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"done":true}""");
    }

    [Fact]
    public async Task An_error_of_the_function_is_a_response_with_its_own_header()
    {
        var invoking = InvokeAsync(Event);
        var (id, _) = await NextAsync();
        await CompleteAsync(id, "error", """{"errorType":"Broken","errorMessage":"no"}""");

        using var response = await invoking.WaitAsync(Patience);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("X-Amz-Function-Error").ShouldBe(["Unhandled"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"errorType":"Broken","errorMessage":"no"}""");
    }

    [Fact]
    public async Task A_function_whose_time_runs_out_is_an_error_of_the_function()
    {
        var invoking = InvokeAsync(Event);
        await NextAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(120));

        using var response = await invoking.WaitAsync(Patience);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("X-Amz-Function-Error").ShouldBe(["Unhandled"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Task timed out after 120.00 seconds");
    }

    [Fact]
    public async Task Without_a_process_the_function_is_not_found_once_the_time_of_an_initialization_is_over()
    {
        var invoking = InvokeAsync(Event);
        invoking.IsCompleted.ShouldBeFalse();
        bench.Clock.Advance(TimeSpan.FromSeconds(10));

        using var response = await invoking.WaitAsync(Patience);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["ResourceNotFoundException"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("AWS_LAMBDA_RUNTIME_API=");
    }

    [Fact]
    public async Task An_event_waits_as_long_as_the_process_has_another()
    {
        var first = InvokeAsync(Event);
        var (firstId, _) = await NextAsync();
        var second = InvokeAsync(Event);
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        second.IsCompleted.ShouldBeFalse();

        await CompleteAsync(firstId, "response", "1");
        var (secondId, _) = await NextAsync();
        await CompleteAsync(secondId, "response", "2");

        using var firstResponse = await first.WaitAsync(Patience);
        using var secondResponse = await second.WaitAsync(Patience);
        (await secondResponse.Content.ReadAsStringAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task An_asynchronous_event_is_accepted_at_once_and_delivered_later()
    {
        using var response = await InvokeAsync(Event, "Event").WaitAsync(Patience);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync()).ShouldBe("");
        (await NextAsync()).Event.ShouldBe(Event);
    }

    [Fact]
    public async Task An_asynchronous_event_that_the_function_fails_over_is_delivered_again_with_its_request_ID()
    {
        using var response = await InvokeAsync(Event, "Event").WaitAsync(Patience);
        var (first, _) = await NextAsync();
        await CompleteAsync(first, "error", "{}");
        var again = NextAsync();
        while (!again.IsCompleted)
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await again.WaitAsync(Patience)).RequestId.ShouldBe(first);
    }

    [Fact]
    public async Task A_dry_run_delivers_nothing()
    {
        using var response = await InvokeAsync(Event, "DryRun").WaitAsync(Patience);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var next = NextAsync();
        await bench.Aws.Lambda.WaitForPollersAsync(1, CancellationToken.None).WaitAsync(Patience);
        next.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_without_a_payload_is_an_empty_object()
    {
        using var response = await InvokeAsync("", "Event").WaitAsync(Patience);

        (await NextAsync()).Event.ShouldBe("{}");
    }

    [Theory]
    [InlineData("{", null, HttpStatusCode.BadRequest, "InvalidRequestContentException")]
    [InlineData("{}", "Later", HttpStatusCode.BadRequest, "InvalidParameterValueException")]
    public async Task A_wrong_request_is_refused(string payload, string? type, HttpStatusCode status, string error)
    {
        using var response = await InvokeAsync(payload, type).WaitAsync(Patience);

        response.StatusCode.ShouldBe(status);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe([error]);
    }

    [Theory]
    [InlineData(null, 6 * 1024 * 1024)]
    [InlineData("Event", 1024 * 1024)]
    public async Task A_payload_over_the_limit_is_refused(string? type, int most)
    {
        using var response = await InvokeAsync($"\"{new string('x', most - 1)}\"", type).WaitAsync(Patience);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["RequestTooLargeException"]);
    }

    private async Task<HttpResponseMessage> InvokeAsync(string payload, string? type = null, string name = "ecr-ptc")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:9000/2015-03-31/functions/{name}/invocations")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(payload)),
        };
        if (type is not null)
        {
            request.Headers.Add("X-Amz-Invocation-Type", type);
        }

        return await bench.Http.SendAsync(request);
    }

    private async Task<(string RequestId, string Event)> NextAsync()
    {
        using var response = await bench.Http.GetAsync(new Uri("http://127.0.0.1:9000/2018-06-01/runtime/invocation/next")).WaitAsync(Patience);
        return (response.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single(), await response.Content.ReadAsStringAsync());
    }

    private async Task CompleteAsync(string id, string what, string body)
    {
        using var content = new StringContent(body);
        using var response = await bench.Http.PostAsync(new Uri($"http://127.0.0.1:9000/2018-06-01/runtime/invocation/{id}/{what}"), content).WaitAsync(Patience);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }
}
