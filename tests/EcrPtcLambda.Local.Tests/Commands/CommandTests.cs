using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using EcrPtcLambda.Local.Tests.Support;

namespace EcrPtcLambda.Local.Tests.Commands;

/// <summary>Each command as a user types it, in a process of its own.</summary>
public sealed partial class CommandTests : IDisposable
{
    private const string Template = """
        Parameters:
          Upstream: { Type: String, Default: quay.io }
        Resources:
          Quay:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: !ImportValue ecr-ptc-ServiceToken
              EcrRepositoryPrefix: mirror
              UpstreamRegistryUrl: !Ref Upstream
        Outputs:
          Uri: { Value: !GetAtt Quay.RepositoryUri, Description: for image names }
        """;

    private readonly Tool tool = new();

    public void Dispose() => tool.Dispose();

    [Fact]
    public async Task Deploy_shows_the_events_the_outputs_and_the_rules()
    {
        var ended = await tool.RunAsync("deploy", tool.Write("mirror.yaml", Template));

        ended.Error.ShouldBe("");
        Masked(ended.Output).ShouldBe("""
            <time>  CREATE_IN_PROGRESS    mirror  User Initiated
            <time>  CREATE_IN_PROGRESS    Quay
            <time>  CREATE_IN_PROGRESS    Quay  Resource creation Initiated
            <time>  CREATE_COMPLETE       Quay
            <time>  CREATE_COMPLETE       mirror

            Outputs
            Output  Value                                                Description
            Uri     123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror  for image names

            Pull through cache rules (123456789012, us-east-1)
            EcrRepositoryPrefix  UpstreamRegistryUrl  CredentialArn or CustomRoleArn  CreatedAt
            mirror               quay.io                                              <time>

            Successfully created/updated stack - mirror

            """);
        ended.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Deploy_diff_deploy_and_delete_go_on_from_each_other()
    {
        tool.Write("mirror.yaml", Template);
        (await tool.RunAsync("deploy", "mirror.yaml", "--stack-name", "s")).ExitCode.ShouldBe(0);

        var unchanged = await tool.RunAsync("deploy", "mirror.yaml", "--stack-name", "s");
        unchanged.Output.ShouldBe("No changes to deploy. Stack s is up to date\n");
        unchanged.ExitCode.ShouldBe(0);
        (await tool.RunAsync("deploy", "mirror.yaml", "--stack-name", "s", "--fail-on-empty-changeset")).ExitCode.ShouldBe(1);

        var diff = await tool.RunAsync("diff", "mirror.yaml", "--stack-name", "s", "--parameter", "Upstream=registry.k8s.io");
        diff.Output.ShouldBe("""
            ~ update     Quay (Custom::PullThroughCacheRule): the rule mirror in registry 123456789012 is deleted and created again under its own prefix, since ECR can't change this in place
                           UpstreamRegistryUrl: quay.io → registry.k8s.io

            """);

        var changed = await tool.RunAsync("deploy", "mirror.yaml", "--stack-name", "s", "--parameter", "Upstream=registry.k8s.io", "--calls");
        changed.Output.ShouldContain("DeletePullThroughCacheRule → done\n          CreatePullThroughCacheRule → done");
        (await tool.RunAsync("rules")).Output.ShouldContain("registry.k8s.io");

        (await tool.RunAsync("events", "--stack-name", "s")).Output.Split('\n').Count(line => line.Contains("UPDATE_COMPLETE", StringComparison.Ordinal)).ShouldBe(3);
        (await tool.RunAsync("delete", "s")).ExitCode.ShouldBe(0);
        (await tool.RunAsync("rules")).Output.ShouldEndWith("\nnone\n");
        (await tool.RunAsync("delete", "s")).Output.ShouldBe("There is no stack s.\n");
    }

    [Fact]
    public async Task A_deployment_that_fails_exits_1_and_says_where_to_look()
    {
        tool.Write("t.yaml", Template);

        var ended = await tool.RunAsync("deploy", "t.yaml", "--parameter", "Upstream=https://quay.io");

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldContain("write quay.io (given: \"https://quay.io\")");
        ended.Error.ShouldBe("Failed to create/update the stack. It is in ROLLBACK_COMPLETE state; what led there: ecr-ptc events --stack-name t\n");
    }

    [Theory]
    [InlineData("t.yaml:5:28: error: Ref Nothing names neither", "Resources:\n  R:\n    Type: X::Y\n    Properties:\n      EcrRepositoryPrefix: !Ref Nothing\n", "deploy", "t.yaml")]
    [InlineData("t.yaml:2:1: error: This is not YAML", "Resources: [", "diff", "t.yaml")]
    [InlineData("Invalid template path nothing.yaml: there is no such file.", "", "deploy", "nothing.yaml")]
    [InlineData("x value passed to --parameter must be of format Key=Value", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--parameter", "x")]
    [InlineData("\"9lives\" is no stack name", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--stack-name", "9lives")]
    [InlineData("There is no handler at nowhere.", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--handler", "nowhere")]
    [InlineData("Stack with id s does not exist", "", "events", "--stack-name", "s")]
    [InlineData("t.yaml:2:1: error: the event is not JSON", "{\n", "invoke", "t.yaml")]
    [InlineData("Unrecognized command or argument", "", "frobnicate")]
    public async Task A_mistake_is_told_in_words(string expected, string template, params string[] arguments)
    {
        tool.Write("t.yaml", template);

        var ended = await tool.RunAsync(arguments);

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldContain(expected);
        ended.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("diff")]
    [InlineData("delete")]
    [InlineData("rules")]
    [InlineData("events")]
    [InlineData("validate")]
    [InlineData("serve")]
    [InlineData("invoke")]
    public async Task Help_has_an_example(string command)
    {
        var ended = await tool.RunAsync(command, "--help");

        ended.ExitCode.ShouldBe(0);
        ended.Output.ShouldContain($"Example:\n    ecr-ptc {command}");
    }

    [Fact]
    public async Task On_a_terminal_statuses_are_coloured_and_lines_are_not_broken()
    {
        tool.Write("t.yaml", Template);

        var ended = await tool.RunOnTerminalAsync("deploy", "t.yaml", "--parameter", "Upstream=https://quay.io");

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldContain("\u001b[");
        Ansi().Replace(ended.Output, "").ShouldContain("CREATE_FAILED         Quay  Received response status [FAILED] from custom resource. Message returned: The properties are not valid: UpstreamRegistryUrl must be a bare host name");
    }

    [Fact]
    public async Task Away_from_a_terminal_nothing_is_coloured() =>
        (await tool.RunAsync("deploy", tool.Write("t.yaml", Template))).Output.ShouldNotContain('\u001b');

    [Fact]
    public async Task A_deployment_that_is_killed_is_carried_on_by_the_next()
    {
        var resources = string.Concat(Enumerable.Range(1, 40).Select(number => string.Create(CultureInfo.InvariantCulture, $"""
              R{number}:
                Type: Custom::PullThroughCacheRule
                Properties: {"{"} ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: rule-{number}, UpstreamRegistryUrl: quay.io {"}"}

            """)));
        tool.Write("t.yaml", $"Resources:\n{resources}");
        using (var process = tool.Start("deploy", "t.yaml"))
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("CREATE_COMPLETE       R7", StringComparison.Ordinal))
            {
            }

            process.Kill();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldNotBe(0);
        }

        (await tool.RunAsync("rules")).Output.ShouldContain("rule-7 ");
        var next = await tool.RunAsync("deploy", "t.yaml");

        next.ExitCode.ShouldBe(0);
        next.Output.ShouldContain("CREATE_COMPLETE       t\n");
        next.Output.ShouldEndWith("No changes to deploy. Stack t is up to date\n");
        next.Output.Split('\n').Count(line => line.Contains("CREATE_COMPLETE       R", StringComparison.Ordinal)).ShouldBeLessThan(40);
        (await tool.RunAsync("rules")).Output.Split('\n').Count(line => line.StartsWith("rule-", StringComparison.Ordinal)).ShouldBe(40);
    }

    [Fact]
    public async Task Two_commands_do_not_change_one_state_at_a_time()
    {
        using var serving = tool.Start("serve", "--port", "0");
        await ReadUntilAsync(serving, "Listening at");

        var ended = await tool.RunAsync("deploy", tool.Write("t.yaml", Template));

        serving.Kill();
        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldContain("Another ecr-ptc may be at work on it.");
    }

    [Fact]
    public async Task Invoke_shows_the_calls_and_the_answer()
    {
        var example = Path.Combine(AppContext.BaseDirectory, "events", "create-ecr-public.json");

        var created = await tool.RunAsync("invoke", example);
        var deleted = await tool.RunAsync("invoke", example, "--request-type", "Delete", "--log");

        created.ExitCode.ShouldBe(0);
        created.Output.ShouldContain("CreatePullThroughCacheRule → done");
        created.Output.ShouldContain("\"Status\": \"SUCCESS\"");
        deleted.Output.ShouldContain("DeletePullThroughCacheRule → done");
        deleted.Output.ShouldContain("\"RequestType\":\"Delete\"");
        (await tool.RunAsync("rules")).Output.ShouldEndWith("none\n");
    }

    [Fact]
    public async Task Serve_prints_an_environment_in_which_an_sdk_meets_the_rules()
    {
        using var serving = tool.Start("serve", "--port", "0");
        var lines = await ReadUntilAsync(serving, "Listening at");
        var endpoint = Regex.Match(lines, "export AWS_ENDPOINT_URL_ECR='([^']*)'").Groups[1].Value;

        // An event in a file has a response URL without a signature.
        using var client = new HttpClient();
        using var body = new ByteArrayContent("""{"Status":"SUCCESS","PhysicalResourceId":"x"}"""u8.ToArray());
        using var answer = await client.PutAsync(new Uri($"{endpoint}/arn%3Aaws%3Acloudformation%7CRule%7C1"), body);
        using var signed = await client.PutAsync(new Uri(Regex.Match(lines, "http://[^ ]*X-Amz-Signature=[0-9a-f]*").Value), body);

        serving.Kill();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        signed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var environment = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(tool.Folder, ".ecr-ptc", "env.json")));
        environment.RootElement.GetProperty("Parameters").GetProperty("ECR_PTC_RESPONSE_HOSTS").GetString().ShouldBe(new Uri(endpoint).Authority);
    }

    [Fact]
    public async Task Validate_tells_every_problem_of_every_file_and_exits_1()
    {
        tool.Write("good.yaml", Template);
        tool.Write("bad.yaml", Template.Replace("EcrRepositoryPrefix: mirror", "EcrRepositoryPrefix: Mirror", StringComparison.Ordinal));

        var good = await tool.RunAsync("validate", "good.yaml");
        var both = await tool.RunAsync("validate", "good.yaml", "bad.yaml", "--format", "github");

        good.ShouldBe(new(0, "", ""));
        both.ExitCode.ShouldBe(1);
        both.Output.ShouldStartWith("::error file=bad.yaml,line=8,col=28,title=");
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_state_is_the_owners_alone()
    {
        await tool.RunAsync("deploy", tool.Write("t.yaml", Template));

        var mode = File.GetUnixFileMode(Path.Combine(tool.Folder, ".ecr-ptc", "123456789012.us-east-1.json"));

        mode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_state_that_is_none_is_told()
    {
        await tool.RunAsync("deploy", tool.Write("t.yaml", Template));
        tool.Write(".ecr-ptc/123456789012.us-east-1.json", "{");

        var ended = await tool.RunAsync("rules");

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldContain("can't be read");
    }

    private static async Task<string> ReadUntilAsync(System.Diagnostics.Process process, string text)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return string.Join('\n', lines);
            }
        }

        throw new InvalidOperationException(string.Join('\n', lines) + await process.StandardError.ReadToEndAsync());
    }

    private static string Masked(string output) => Time().Replace(output, "<time>");

    [GeneratedRegex("([0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2}:[0-9]{2}Z?")]
    private static partial Regex Time();

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Ansi();
}
