using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Commands;

/// <summary>Wrong arguments: a line on the standard error that says what is wrong, and exit code 2.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly CommandRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("Unrecognized command or argument 'depoy'; did you mean deploy?", "depoy")]
    [InlineData("Unrecognized command or argument 'frobnicate'", "frobnicate")]
    [InlineData("Unrecognized option '--fromat'; did you mean --format?", "validate", "t.yaml", "--fromat", "sarif")]
    [InlineData("Unrecognized option '--zzzz'", "deploy", "--zzzz")]
    [InlineData("xml value passed to --output must be text or json", "rules", "--output", "xml")]
    [InlineData("0 value passed to --output must be text or json", "rules", "--output", "0")]
    [InlineData("html value passed to --format must be text, github or sarif", "validate", "t.yaml", "--format", "html")]
    [InlineData("abc value passed to --port must be a number from 0, for any free port, to 65535", "serve", "--port", "abc")]
    [InlineData("70000 value passed to --port must be a number from 0, for any free port, to 65535", "serve", "--port", "70000")]
    [InlineData("-1 value passed to --port must be a number from 0, for any free port, to 65535", "serve", "--port=-1")]
    [InlineData("create value passed to --request-type must be Create, Update or Delete", "invoke", "e.json", "--request-type", "create")]
    [InlineData("zz value passed to --region must be an AWS Region", "rules", "--region", "zz")]
    [InlineData("us-eats-1 value passed to --region must be an AWS Region; did you mean us-east-1?", "rules", "--region", "us-eats-1")]
    public async Task A_wrong_argument_is_reported_in_a_line_with_where_help_is(string expected, params string[] arguments)
    {
        var ended = await run.RunAsync(arguments);

        var command = arguments[0] is "depoy" or "frobnicate" ? "" : $" {arguments[0]}";
        ended.ShouldBe(new(2, "", $"{expected}\nHelp: ecr-ptc{command} --help\n"));
    }

    [Theory]
    [InlineData("Required argument missing for option: '--stack-name'", "deploy", "t.yaml", "--stack-name")]
    [InlineData("Required argument 'TEMPLATE' missing for command: 'deploy'", "deploy")]
    [InlineData("The name of a stack is required; the stacks: ecr-ptc stacks", "delete")]
    [InlineData("The name of a stack is required; the stacks: ecr-ptc stacks", "continue-rollback")]
    [InlineData("A template from the standard input needs a stack's name: --stack-name NAME", "deploy", "-")]
    [InlineData("nothing.yaml: there is no such file.", "validate", "nothing.yaml")]
    [InlineData("\"\": there is no such file.", "deploy", "")]
    [InlineData("@nothing.yaml: there is no such file.", "deploy", "@nothing.yaml")]
    public async Task Missing_parts_are_reported(string expected, params string[] arguments)
    {
        var ended = await run.RunAsync(arguments);

        ended.Error.ShouldStartWith(expected);
        ended.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_command_the_help_goes_to_the_standard_error()
    {
        using var tool = new Tool();

        var ended = await tool.RunAsync();

        ended.Output.ShouldBe("");
        ended.Error.ShouldStartWith("Description:\n");
        ended.ExitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData]
    [InlineData("deploy")]
    [InlineData("diff")]
    [InlineData("delete")]
    [InlineData("continue-rollback")]
    [InlineData("stacks")]
    [InlineData("rules")]
    [InlineData("events")]
    [InlineData("validate")]
    [InlineData("serve")]
    [InlineData("invoke")]
    public async Task Help_fits_80_columns_and_has_an_example(params string[] command)
    {
        var ended = await run.RunAsync([.. command, "--help"]);

        ended.ExitCode.ShouldBe(0);
        ended.Output.Split('\n').ShouldAllBe(line => line.Length <= 80);
        ended.Output.ShouldContain($"Example:\n    ecr-ptc {string.Join(' ', command)}");
    }

    [Fact]
    public async Task An_option_with_several_values_leaves_the_template_to_the_command()
    {
        var template = run.Write("t.yaml", """
            Parameters:
              A: { Type: String }
              B: { Type: String }
            Resources:
              Quay:
                Type: Custom::PullThroughCacheRule
                Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: !Sub "${A}-${B}", UpstreamRegistry: quay }
            """);

        (await run.RunAsync("deploy", "--parameter", "A=one", "B=two", template)).ExitCode.ShouldBe(0);
        (await run.RunAsync("rules")).Output.ShouldContain("one-two@");
    }
}
