using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Commands;

/// <summary>Files of parameters, in the forms of <c>aws cloudformation deploy --parameter-overrides</c>.</summary>
public sealed class ParameterFileTests : IDisposable
{
    private const string Template = """
        Parameters:
          Prefix: { Type: String, Default: from-default }
          Upstream: { Type: String, Default: quay }
        Resources:
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: !Ref Prefix, UpstreamRegistry: !Ref Upstream }
        """;

    private readonly CommandRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("""["Prefix=from-file","Upstream=k8s"]""")]
    [InlineData("""[{"ParameterKey":"Prefix","ParameterValue":"from-file"},{"ParameterKey":"Upstream","ParameterValue":"k8s"}]""")]
    [InlineData("""{"Parameters":{"Prefix":"from-file","Upstream":"k8s"},"Tags":{"team":"x"}}""")]
    public async Task Each_form_gives_the_values(string json)
    {
        var file = run.Write("parameters.json", json);

        var ended = await run.RunAsync("deploy", "--parameter-overrides", $"file://{file}", run.Write("t.yaml", Template));

        ended.Error.ShouldBe("");
        ended.Output.ShouldContain("from-file@");
        ended.Output.ShouldContain("registry.k8s.io");
    }

    [Fact]
    public async Task The_JSON_itself_is_taken_as_well()
    {
        var ended = await run.RunAsync("deploy", run.Write("t.yaml", Template), "--parameter", """["Prefix=inline"]""");

        ended.Output.ShouldContain("inline@");
    }

    [Fact]
    public async Task The_last_of_several_values_counts()
    {
        var file = run.Write("parameters.json", """["Prefix=from-file"]""");

        var ended = await run.RunAsync("deploy", run.Write("t.yaml", Template), "--parameter", $"file://{file}", "Prefix=last");

        ended.Output.ShouldContain("last@");
    }

    [Fact]
    public async Task UsePreviousValue_keeps_the_stacks_value()
    {
        var template = run.Write("t.yaml", Template);
        await run.RunAsync("deploy", template, "--parameter", "Prefix=before");
        var file = run.Write("parameters.json", """[{"ParameterKey":"Prefix","UsePreviousValue":true}]""");

        var ended = await run.RunAsync("diff", template, "--parameter", $"file://{file}");

        ended.Output.ShouldBe("  unchanged  Rule (Custom::PullThroughCacheRule)\nNo changes to deploy. Stack t is up to date\n");
    }

    [Theory]
    [InlineData("{}", "the forms of parameters are [\"KEY=VALUE\"]")]
    [InlineData("[1]", "the forms of parameters are [\"KEY=VALUE\"]")]
    [InlineData("[", ":1:2: the file is not JSON")]
    [InlineData("""{"Parameters":{"Prefix":"a","Prefix":"b"}}""", "the file is not JSON, or has a duplicate key")]
    [InlineData("""["Prefix"]""", "Prefix value passed to --parameter must be of format Key=Value")]
    [InlineData("""{"Parameters":{"Prefix":["a"]}}""", "the value of the parameter Prefix must be a string.")]
    [InlineData("""[{"ParameterKey":"Prefix"}]""", "the parameter Prefix has neither a ParameterValue nor \"UsePreviousValue\": true.")]
    public async Task Another_form_is_a_wrong_argument(string json, string expected)
    {
        var ended = await run.RunAsync("deploy", run.Write("t.yaml", Template), "--parameter", $"file://{run.Write("parameters.json", json)}");

        ended.Error.ShouldContain(expected);
        ended.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_wrong_argument()
    {
        var ended = await run.RunAsync("deploy", run.Write("t.yaml", Template), "--parameter", "file://nowhere.json");

        ended.ShouldBe(new(2, "", "nowhere.json: there is no such file.\n"));
    }
}
