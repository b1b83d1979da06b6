using System.Text.Json;
using Amazon.Lambda.RuntimeSupport;

namespace Packages.Tests.Lambda;

public sealed class BootstrapInitializerTests : BootstrapTests
{
    [Fact]
    public async Task The_initializer_runs_once_before_the_first_event_is_requested()
    {
        var callsSeen = new List<int>();
        Api.Invoke("r-1", "1").Invoke("r-2", "2");

        await RunAsync(Builder().UseBootstrapHandler(() =>
        {
            callsSeen.Add(Api.Calls.Count);
            return Task.FromResult(true);
        }));

        callsSeen.ShouldBe([0]);
        Api.Responses.Count().ShouldBe(2);
    }

    [Fact]
    public async Task An_initializer_that_says_no_ends_the_bootstrap_without_an_error()
    {
        Api.Invoke("r-1", "1");

        await RunAsync(Builder().UseBootstrapHandler(() => Task.FromResult(false)));

        Api.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_initializers_exception_is_reported_and_thrown_on()
    {
        Api.Invoke("r-1", "1");

        var thrown = await Should.ThrowAsync<NotSupportedException>(() => RunAsync(Builder()
            .UseBootstrapHandler(() => throw new NotSupportedException("not here"))));

        thrown.Message.ShouldBe("not here");
        var call = Api.Calls.ShouldHaveSingleItem();
        call.Path.ShouldBe("/2018-06-01/runtime/init/error");
        call.ContentType.ShouldBe("application/vnd.aws.lambda.error+json");
        using var body = JsonDocument.Parse(call.Body);
        body.RootElement.GetProperty("errorType").GetString().ShouldBe("NotSupportedException");
        body.RootElement.GetProperty("errorMessage").GetString().ShouldBe("not here");
    }

    private static LambdaBootstrapBuilder Builder() => LambdaBootstrapBuilder.Create((Stream input) => Task.FromResult(input));
}
