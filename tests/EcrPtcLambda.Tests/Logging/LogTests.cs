using System.Text.Json;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Support;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Tests.Logging;

public sealed class LogTests : IDisposable
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private World world = new();

    [Fact]
    public async Task Every_line_is_one_JSON_object_with_Lambdas_fields()
    {
        await world.CreateAsync(Quay);

        foreach (var line in Lines())
        {
            line.GetProperty("timestamp").GetString().ShouldNotBeNullOrEmpty();
            line.GetProperty("level").GetString().ShouldBeOneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
            line.GetProperty("requestId").GetString().ShouldBe("c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
            line.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task One_line_sums_a_successful_invocation_up()
    {
        await world.CreateAsync(Quay);

        var summary = Summary();
        summary.GetProperty("level").GetString().ShouldBe("INFO");
        summary.GetProperty("requestType").GetString().ShouldBe("Create");
        summary.GetProperty("stackId").GetString().ShouldBe(Given.StackId);
        summary.GetProperty("logicalResourceId").GetString().ShouldBe("Rule");
        summary.GetProperty("physicalResourceId").GetString().ShouldBe(world.Id("quay"));
        summary.GetProperty("plan").GetString().ShouldBe("Create");
        summary.GetProperty("outcome").GetString().ShouldBe("SUCCESS");
        summary.GetProperty("sendResult").GetString().ShouldBe("Accepted");
        summary.GetProperty("responseAttempts").GetInt32().ShouldBe(1);
        summary.GetProperty("ecrCalls").GetInt32().ShouldBe(1);
        summary.GetProperty("coldStart").GetBoolean().ShouldBeTrue();
        summary.GetProperty("Failures").GetInt32().ShouldBe(0);
        summary.TryGetProperty("Exception", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_summary_is_read_as_metrics_whose_every_name_it_holds()
    {
        world.Aws.Ecr.Quota = 0;
        await world.CreateAsync(Quay);

        var summary = Summary();
        var directives = summary.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray().ToList();
        directives.ShouldAllBe(directive => directive.GetProperty("Namespace").GetString() == "EcrPtcLambda");
        directives.SelectMany(directive => directive.GetProperty("Metrics").EnumerateArray()).Select(metric => metric.GetProperty("Name").GetString()!)
            .Concat(directives.SelectMany(directive => directive.GetProperty("Dimensions")[0].EnumerateArray()).Select(dimension => dimension.GetString()!))
            .ShouldAllBe(name => summary.GetProperty(name).ValueKind != JsonValueKind.Undefined);
        summary.GetProperty("Failures").GetInt32().ShouldBe(1);
        summary.GetProperty("Exception").GetString().ShouldBe("LimitExceededException");
        summary.GetProperty("level").GetString().ShouldBe("WARN");
        summary.GetProperty("_aws").GetProperty("Timestamp").GetInt64().ShouldBeGreaterThan(1_700_000_000_000);
    }

    [Fact]
    public async Task The_documented_fields_are_those_of_the_summary()
    {
        world.Aws.Ecr.Quota = 0;
        await world.CreateAsync(Quay);

        var page = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs/operations.md"));
        var rows = page.SkipWhile(line => line != "| field | description |").Skip(2).TakeWhile(line => line.StartsWith('|'));
        rows.SelectMany(row => row.Split(" | ")[0].Trim('|', ' ').Replace("`", "", StringComparison.Ordinal).Split(", ")).ShouldBe(
            Summary().EnumerateObject().Select(field => field.Name).Except(["timestamp", "level", "requestId", "message", "_aws"]), ignoreOrder: true);
    }

    [Fact]
    public async Task Metrics_alone_are_written_whatever_level_the_operator_set()
    {
        world.Dispose();
        world = new World { Settings = new("us-east-1", ResponseHosts: null, LogLevel.Error) };

        await world.CreateAsync(Quay);

        Lines().ShouldHaveSingleItem().GetProperty("_aws").GetProperty("CloudWatchMetrics").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("TRACE", LogLevel.Trace)]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("WARN", LogLevel.Warning)]
    [InlineData("ERROR", LogLevel.Error)]
    [InlineData("FATAL", LogLevel.Critical)]
    [InlineData("LOUD", LogLevel.Information)]
    [InlineData(null, LogLevel.Information)]
    public void Levels_go_by_Lambdas_names(string? name, LogLevel level) =>
        FunctionSettings.Read(variable => variable == "AWS_LAMBDA_LOG_LEVEL" ? name : null).MinimumLogLevel.ShouldBe(level);

    [Fact]
    public async Task Failed_attempts_to_send_the_response_are_logged_without_the_URL()
    {
        world.Aws.Faults.Next(Faults.PutObject, new Fault.Reset());
        world.Aws.Faults.Next(Faults.PutObject, new Fault.ServerError(503));

        await world.CreateAsync(Quay);

        Lines().Count(line => line.TryGetProperty("event", out var name) && name.GetString() == "ResponseAttemptFailed").ShouldBe(2);
        world.Logs.ShouldNotContain("X-Amz");
    }

    public void Dispose() => world.Dispose();

    private JsonElement[] Lines() => [.. world.Logs.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private JsonElement Summary() => Lines().Where(line => line.TryGetProperty("_aws", out _)).ShouldHaveSingleItem();
}
