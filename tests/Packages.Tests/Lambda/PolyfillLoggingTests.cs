using System.Text.Json;
using Amazon.Lambda.Core;

namespace Packages.Tests.Lambda;

/// <summary>The published bootstrap takes the whole process's console over; the polyfill writes to the one it finds.</summary>
public sealed class PolyfillLoggingTests : BootstrapTests
{
    [Fact]
    public async Task A_text_record_has_time_request_level_and_message()
    {
        await LogAsync(logger => logger.LogInformation("hello {Name}", "you"));

        var fields = Lines().ShouldHaveSingleItem().Split('\t');
        fields[0].ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        fields[1..].ShouldBe(["r-1", "info", "hello you"]);
    }

    [Fact]
    public async Task An_unformatted_record_is_its_message()
    {
        Set("AWS_LAMBDA_HANDLER_LOG_FORMAT", "Unformatted");

        await LogAsync(logger => logger.LogInformation("hello"));

        Lines().ShouldBe(["hello"]);
    }

    [Fact]
    public async Task A_JSON_record_has_its_arguments_as_properties()
    {
        Set("AWS_LAMBDA_LOG_FORMAT", "JSON");

        await LogAsync(logger => logger.LogWarning("{Count} of {Name}, {Missing}", 3, "tea"));

        using var record = Record();
        record.RootElement.GetProperty("level").GetString().ShouldBe("Warning");
        record.RootElement.GetProperty("requestId").GetString().ShouldBe("r-1");
        record.RootElement.GetProperty("traceId").GetString().ShouldBe("Root=1");
        record.RootElement.GetProperty("timestamp").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);
        record.RootElement.GetProperty("message").GetString().ShouldBe("3 of tea, {Missing}");
        record.RootElement.GetProperty("Count").GetInt32().ShouldBe(3);
        record.RootElement.GetProperty("Name").GetString().ShouldBe("tea");
    }

    [Fact]
    public async Task A_JSON_record_is_one_line_even_with_an_exception()
    {
        Set("AWS_LAMBDA_LOG_FORMAT", "JSON");

        await LogAsync(logger => logger.LogError(new NotSupportedException("two\nlines"), "failed"));

        using var record = Record();
        record.RootElement.GetProperty("errorType").GetString().ShouldBe("System.NotSupportedException");
        record.RootElement.GetProperty("errorMessage").GetString().ShouldBe("two\nlines");
        record.RootElement.GetProperty("stackTrace").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task An_argument_never_replaces_a_field_of_the_record()
    {
        Set("AWS_LAMBDA_LOG_FORMAT", "JSON");

        await LogAsync(logger => logger.LogInformation("{message} {requestId} {Again} {Again}", "m", "r", 1, 2));

        using var record = Record();
        record.RootElement.EnumerateObject().Select(property => property.Name).ShouldBeUnique();
        record.RootElement.GetProperty("requestId").GetString().ShouldBe("r-1");
    }

    [Theory]
    [InlineData("{0} {1} {0}", "1 2 1")]
    [InlineData("{{x}} {Value:00.0}", "{x} 01.0")]
    [InlineData("{@Value} {Open", "1 {Open")]
    [InlineData("nothing", "nothing")]
    public async Task Messages_take_their_arguments(string template, string expected)
    {
        Set("AWS_LAMBDA_HANDLER_LOG_FORMAT", "Unformatted");

        await LogAsync(logger => logger.LogInformation(template, 1, 2));

        Lines().ShouldBe([expected]);
    }

    [Theory]
    [InlineData(null, null, "information,warning,error,critical")]
    [InlineData(null, "TRACE", "trace,debug,information,warning,error,critical")]
    [InlineData(null, "DEBUG", "debug,information,warning,error,critical")]
    [InlineData(null, "INFO", "information,warning,error,critical")]
    [InlineData(null, "WARN", "warning,error,critical")]
    [InlineData(null, "ERROR", "error,critical")]
    [InlineData(null, "FATAL", "critical")]
    [InlineData("Error", "DEBUG", "error,critical")]
    public async Task Records_below_the_configured_level_are_dropped(string? handlerLevel, string? lambdaLevel, string expected)
    {
        Set("AWS_LAMBDA_HANDLER_LOG_FORMAT", "Unformatted");
        Set("AWS_LAMBDA_HANDLER_LOG_LEVEL", handlerLevel);
        Set("AWS_LAMBDA_LOG_LEVEL", lambdaLevel);

        await LogAsync(logger =>
        {
            logger.LogTrace("trace");
            logger.LogDebug("debug");
            logger.LogInformation("information");
            logger.LogWarning("warning");
            logger.LogError("error");
            logger.LogCritical("critical");
        });

        Lines().ShouldBe(expected.Split(','));
    }

    [Fact]
    public async Task A_handlers_exception_is_logged_with_its_request()
    {
        Api.Invoke("r-1", "1");

        await RunAsync((_, _) => Fail(new NotSupportedException("not this")));

        Lines()[0].ShouldMatch(@"^\S+\tr-1\tfail\tSystem\.NotSupportedException: not this");
    }

    private Task LogAsync(Action<ILambdaLogger> log)
    {
        Api.Invoke("r-1", "1", ("Lambda-Runtime-Trace-Id", "Root=1"));
        return RunAsync((input, context) =>
        {
            log(context.Logger);
            return Task.FromResult(input);
        });
    }

    private string[] Lines() => Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private JsonDocument Record() => JsonDocument.Parse(Lines().ShouldHaveSingleItem());
}
