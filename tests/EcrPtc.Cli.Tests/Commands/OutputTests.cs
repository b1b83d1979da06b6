using System.Text.Json;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Tests.Support;
using EcrPtc.Cli.Validation;

namespace EcrPtc.Cli.Tests.Commands;

/// <summary>The output of commands: lines that are safe for a terminal and a log, without secret values.</summary>
public sealed class OutputTests : IDisposable
{
    private const string Template = """
        Resources:
          Quay:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: mirror, UpstreamRegistry: quay }
        """;

    private readonly CommandRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task Stacks_lists_the_stacks_and_their_status()
    {
        (await run.RunAsync("stacks")).Output.ShouldBe("There is no stack in account 123456789012, us-east-1.\n");
        var template = run.Write("t.yaml", Template);
        await run.RunAsync("deploy", template, "--stack-name", "b");
        await run.RunAsync("deploy", template, "--stack-name", "a", "--region", "eu-west-1");
        await run.RunAsync("delete", "b");
        await run.RunAsync("deploy", template, "--stack-name", "c");

        var stacks = await run.RunAsync("stacks");
        var all = await run.RunAsync("stacks", "--all");

        stacks.Output.ShouldMatch(@"\AStack  Status           Updated               Resources\nc      CREATE_COMPLETE  [0-9-]{10}T[0-9:]{8}Z  1\n\z");
        all.Output.ShouldContain("b      DELETE_COMPLETE");
        stacks.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Times_have_their_date_and_their_zone()
    {
        await run.RunAsync("deploy", run.Write("t.yaml", Template));

        (await run.RunAsync("events")).Output.TrimEnd('\n').Split('\n').ShouldAllBe(static line => IsTimed(line));
    }

    [Fact]
    public async Task A_table_that_is_too_wide_for_the_terminal_is_a_list()
    {
        using var tool = new Tool();
        const string Arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";
        tool.Write("t.yaml", Template.Replace("quay }", $"docker-hub, CredentialArn: \"{Arn}\" }}", StringComparison.Ordinal));
        (await tool.RunAsync("deploy", "t.yaml", "--secret", Arn)).ExitCode.ShouldBe(0);

        var onTerminal = await tool.RunOnTerminalAsync("rules");
        var redirected = await tool.RunAsync("rules");

        onTerminal.Output.ShouldContain($"\n  CredentialArn or CustomRoleArn: {Arn}\n  CreatedAt: ");
        redirected.Output.ShouldContain($"registry-1.docker.io  {Arn}  ");
    }

    [Fact]
    public async Task The_values_of_NoEcho_parameters_are_in_no_result()
    {
        var template = run.Write("t.yaml", $$"""
            Parameters:
              Token: { Type: String, NoEcho: true }
            {{Template}}
            Outputs:
              Leak: { Value: !Ref Token }
              Part: { Value: !Sub "x ${Token}" }
            """);

        var json = await run.RunAsync("deploy", template, "--parameter", "Token=Hidden-0123", "--output", "json");

        json.ExitCode.ShouldBe(0);
        json.Output.ShouldNotContain("Hidden-0123");
        json.Output.ShouldContain("\"*****\"");
    }

    [Theory]
    [InlineData("rules")]
    [InlineData("events")]
    [InlineData("events", "--output", "json")]
    [InlineData("diff", "TEMPLATE")]
    [InlineData("deploy", "TEMPLATE", "--stack-name", "another", "--output", "json")]
    [InlineData("validate", "TEMPLATE")]
    [InlineData("validate", "TEMPLATE", "--format", "sarif")]
    [InlineData("validate", "TEMPLATE", "--format", "github")]
    [InlineData("validate", "TEMPLATE\u001b[2J\u202e")]
    public async Task Control_characters_of_templates_and_names_are_escaped(params string[] arguments)
    {
        var template = run.Write("t\u001b[31m\u202e\n.yaml", """
            Resources:
              Quay:
                Type: Custom::PullThroughCacheRule
                Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: "mirror\e[2J\u202e\nnext", UpstreamRegistry: quay }
            Outputs:
              O: { Value: "\e]0;title\a \u2066 x" }
            """);
        await run.RunAsync("deploy", template);

        var ended = await run.RunAsync([.. arguments.Select(argument => argument.Replace("TEMPLATE", template, StringComparison.Ordinal))]);

        (ended.Output + ended.Error).Where(static character => character != '\n' && (char.IsControl(character) || character is '\u202e' or '\u2066')).ShouldBeEmpty();
        (ended.Output + ended.Error).Split('\n').ShouldNotContain(static line => line.StartsWith("next", StringComparison.Ordinal) || line.StartsWith(".yaml", StringComparison.Ordinal));
        if (arguments.Contains("json") || arguments.Contains("sarif"))
        {
            JsonDocument.Parse(ended.Output).Dispose();
        }
    }

    [Fact]
    public void An_annotation_has_its_line_breaks_in_the_form_of_GitHub() =>
        ValidationReport.Create([new(new("t.yaml", 1, 1), "one\ntwo")], ValidationFormat.Github).ShouldEndWith("::one%0Atwo\n");

    [Theory]
    [InlineData("plain ünï 🙂", "plain ünï 🙂")]
    [InlineData("a\u0000b\u007f\u0085", "a\\u0000b\\u007f\\u0085")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    public void A_line_stays_a_line(string text, string expected) => PrintableText.OneLine(text).ShouldBe(expected);

    [Fact]
    public async Task A_standard_output_that_is_full_fails_the_command_and_not_the_deployment()
    {
        using var tool = new Tool();
        tool.Write("t.yaml", Template);

        var ended = await tool.RunInShellAsync("deploy t.yaml > /dev/full");

        ended.Error.ShouldStartWith("The output can't be written: ");
        ended.ExitCode.ShouldBe(1);
        (await tool.RunAsync("stacks")).Output.ShouldContain("CREATE_COMPLETE");
    }

    [Fact]
    public async Task A_reader_that_goes_away_does_not_end_a_deployment()
    {
        using var tool = new Tool();
        tool.Write("t.yaml", Template);

        var ended = await tool.RunInShellAsync("deploy t.yaml | head -1");

        ended.Output.ShouldContain("CREATE_IN_PROGRESS    t  User Initiated");
        ended.Error.ShouldBe("");
        (await tool.RunAsync("stacks")).Output.ShouldContain("CREATE_COMPLETE");
    }

    [Fact]
    public async Task A_pipe_is_read_as_a_file_is()
    {
        using var tool = new Tool();
        tool.Write("t.yaml", Template);

        var ended = await tool.RunInShellAsync("validate pipe", before: "mkfifo pipe; cat t.yaml > pipe &");

        ended.Output.ShouldStartWith("1 template, 1 rule, no problems\n");
        ended.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_folder_with_a_pipe_is_not_waited_for()
    {
        using var tool = new Tool();
        tool.Write("t.yaml", Template);

        var ended = await tool.RunInShellAsync("validate .", before: "mkfifo pipe.yaml;");

        ended.Output.ShouldStartWith("1 template, 1 rule, no problems\n");
    }

    [Fact]
    public async Task A_file_without_an_end_is_refused()
    {
        var ended = await run.RunAsync("validate", "/dev/zero");

        ended.Error.ShouldBe("/dev/zero: the file is larger than 8 MB, more than any template or event.\n");
        ended.ExitCode.ShouldBe(1);
    }

    private static bool IsTimed(string line) =>
        DateTimeOffset.TryParseExact(line[..20], "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out _);
}
