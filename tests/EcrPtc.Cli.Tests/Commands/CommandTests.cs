using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Commands;

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
            PhysicalResourceId  UpstreamRegistryUrl  CreatedAt             Resource
            mirror@<second>   quay.io              <time>  mirror/Quay

            Successfully created/updated stack - mirror

            """);
        ended.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Continue_rollback_is_for_a_rollback_that_failed()
    {
        var missing = await tool.RunAsync("continue-rollback", "mirror");
        missing.Error.ShouldBe("Stack [mirror] does not exist\n");
        missing.ExitCode.ShouldBe(1);

        await tool.RunAsync("deploy", tool.Write("mirror.yaml", Template));
        var complete = await tool.RunAsync("continue-rollback", "mirror", "--skip", "Quay");
        complete.Error.ShouldContain("is in CREATE_COMPLETE state: only the rollback of a stack in UPDATE_ROLLBACK_FAILED state can be continued.");
        complete.ExitCode.ShouldBe(1);
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
        changed.Output.ShouldMatch("DeletePullThroughCacheRule → done  [0-9.]+ ms\n          CreatePullThroughCacheRule → done  [0-9.]+ ms\n");
        changed.Output.ShouldMatch("PutObject → SUCCESS mirror@[0-9]+~mirror@[0-9]+  [0-9.]+ ms\n");
        changed.Output.ShouldMatch("Update Quay responded after [0-9.]+ ms\n");
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
        ended.Error.ShouldBe("Failed to create/update the stack. It is in ROLLBACK_COMPLETE state; for the events: ecr-ptc events --stack-name t\n");
    }

    [Theory]
    [InlineData(1, "t.yaml:5:28: error: Ref Nothing names neither", "Resources:\n  R:\n    Type: Custom::PullThroughCacheRule\n    Properties:\n      EcrRepositoryPrefix: !Ref Nothing\n", "deploy", "t.yaml")]
    [InlineData(1, "t.yaml:2:1: error: This is not YAML", "Resources: [", "diff", "t.yaml")]
    [InlineData(2, "nothing.yaml: there is no such file.", "", "deploy", "nothing.yaml")]
    [InlineData(2, "x value passed to --parameter must be of format Key=Value", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--parameter", "x")]
    [InlineData(2, "x value passed to --ssm must be of format NAME=VALUE", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--ssm", "x")]
    [InlineData(2, "\"9lives\" is no stack name", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--stack-name", "9lives")]
    [InlineData(2, ". is a folder and no file.", "", "deploy", ".")]
    [InlineData(1, "t.yaml:1:1: error: A template is a mapping", "\u0001\u0002\uFFFD\uFFFF", "deploy", "t.yaml")]
    [InlineData(1, "t.yaml: the event must be a JSON object.", "[]", "invoke", "t.yaml")]
    [InlineData(1, "the event is not JSON, has a duplicate key, or is nested more than 64 levels deep.", "{\"RequestType\":\"Create\",\"RequestType\":\"Delete\"}", "invoke", "t.yaml")]
    [InlineData(1, "the event has a string with half of a surrogate pair.", "{\"StackId\":\"\\ud800\"}", "invoke", "t.yaml")]
    [InlineData(2, "x value passed to --secret must be the ARN of a secret", "{}", "invoke", "t.yaml", "--secret", "x")]
    [InlineData(2, "x value passed to --secret must be the ARN of a secret", "", "serve", "--secret", "x")]
    [InlineData(2, "--stack-name is the stack of one template", "Resources: { R: { Type: X::Y } }", "validate", "t.yaml", "t.yaml", "--stack-name", "s")]
    [InlineData(2, "12 value passed to --account must be the 12 digits of an account", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--account", "12")]
    [InlineData(2, "12345678901x value passed to --other-account must be the 12 digits of an account", "", "rules", "--other-account", "12345678901x")]
    [InlineData(2, "mars-1 value passed to --region must be an AWS Region", "", "validate", "t.yaml", "--region", "mars-1")]
    [InlineData(2, " value passed to --state-dir must name a folder", "", "rules", "--state-dir", "")]
    [InlineData(1, "123456789012.us-east-1.json can't be changed now", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--state-dir", "t.yaml")]
    [InlineData(2, "--address and --verify-signatures go with --sam.", "", "serve", "--address", "127.0.0.1")]
    [InlineData(2, "--address and --verify-signatures go with --sam.", "", "serve", "--verify-signatures")]
    [InlineData(2, "--account doesn't go with --sam: a function that SAM runs is in account 012345678912.", "", "serve", "--sam", "--account", "123456789012")]
    [InlineData(2, "--address must be one address of this machine that containers reach, such as 172.17.0.1.", "", "serve", "--sam", "--address", "docker0")]
    [InlineData(2, "--address must be one address of this machine that containers reach, such as 172.17.0.1.", "", "serve", "--sam", "--address", "0.0.0.0")]
    [InlineData(2, "--address must be one address of this machine that containers reach, such as 172.17.0.1.", "", "serve", "--sam", "--address", "::")]
    [InlineData(2, "--address must be one address of this machine that containers reach, such as 172.17.0.1.", "", "serve", "--sam", "--address", "fe80::1")]
    [InlineData(2, "The handler . is a folder and no executable.", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--handler", ".")]
    [InlineData(2, "The handler t.yaml can't be run as an executable: Permission denied.", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--handler", "t.yaml")]
    [InlineData(2, "There is no handler at nowhere.", "Resources: { R: { Type: X::Y } }", "deploy", "t.yaml", "--handler", "nowhere")]
    [InlineData(1, "Stack with id s does not exist", "", "events", "--stack-name", "s")]
    [InlineData(1, "t.yaml:2:1: error: the event is not JSON", "{\n", "invoke", "t.yaml")]
    public async Task A_mistake_is_reported_in_words(int code, string expected, string template, params string[] arguments)
    {
        tool.Write("t.yaml", template);

        var ended = await tool.RunAsync(arguments);

        ended.ExitCode.ShouldBe(code);
        ended.Error.ShouldContain(expected);
        ended.Error.ShouldNotContain("   at ");
        ended.Output.ShouldNotContain("   at ");
        ended.Error.ShouldNotContain("of ecr-ptc's own");
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

        // More text than a pipe holds follows R7: the deployment waits for its reader, and so is under way for certain when it is killed.
        var padding = new string('x', 240);
        var others = string.Concat(Enumerable.Range(1, 400).Select(number => string.Create(
            CultureInfo.InvariantCulture, $"  T{number}{padding}: {{ Type: AWS::SNS::Topic, DependsOn: R7 }}\n")));
        tool.Write("t.yaml", $"Resources:\n{resources}{others}");
        using (var process = tool.Start("deploy", "t.yaml"))
        {
            await Tool.ReadUntilAsync(process, "CREATE_COMPLETE       R7");

            process.Kill();
            (await Tool.EndAsync(process)).ExitCode.ShouldNotBe(0);
        }

        (await tool.RunAsync("rules")).Output.ShouldContain("rule-7@");
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
        await Tool.ReadUntilAsync(serving, "Listening at");

        var ended = await tool.RunAsync("deploy", tool.Write("t.yaml", Template));

        serving.Kill();
        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldContain("Another ecr-ptc process may be using it.");
    }

    [Fact]
    public async Task Invoke_shows_the_calls_and_the_response()
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
        var lines = await Tool.ReadUntilAsync(serving, "Listening at");
        var endpoint = Regex.Match(lines, "export AWS_ENDPOINT_URL_ECR='([^']*)'").Groups[1].Value;

        // An event in a file has a response URL without a signature.
        using var client = new HttpClient();
        using var body = new ByteArrayContent("""{"Status":"SUCCESS","PhysicalResourceId":"x"}"""u8.ToArray());
        using var response = await client.PutAsync(new Uri($"{endpoint}/arn%3Aaws%3Acloudformation%7CRule%7C1"), body);
        using var signed = await client.PutAsync(new Uri(Regex.Match(lines, "http://[^ ]*X-Amz-Signature=[0-9a-f]*").Value), body);

        serving.Kill();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        signed.StatusCode.ShouldBe(HttpStatusCode.OK);
        Regex.Match(lines, "export ECR_PTC_RESPONSE_HOSTS='([^']*)'").Groups[1].Value.ShouldBe(new Uri(endpoint).Authority);
        Directory.Exists(Path.Combine(tool.Folder, ".ecr-ptc", "sam")).ShouldBeFalse();
    }

    [Fact]
    public async Task Validate_reports_every_problem_of_every_file_and_exits_1()
    {
        tool.Write("good.yaml", Template);
        tool.Write("bad.yaml", Template.Replace("EcrRepositoryPrefix: mirror", "EcrRepositoryPrefix: Mirror", StringComparison.Ordinal));

        var good = await tool.RunAsync("validate", "good.yaml");
        var both = await tool.RunAsync("validate", "good.yaml", "bad.yaml", "--format", "github");

        good.ShouldBe(new(0, "1 template, 1 rule, no problems\nFor the rest of the templates: cfn-lint --registry-schemas schema/cfn-lint -- good.yaml\n", ""));
        both.ExitCode.ShouldBe(1);
        both.Output.ShouldStartWith("::error file=bad.yaml,line=8,col=28,title=");
    }

    [Fact]
    public async Task Validate_takes_folders_patterns_and_the_standard_input()
    {
        Directory.CreateDirectory(Path.Combine(tool.Folder, "templates", "team"));
        tool.Write("templates/a.yaml", Template);
        tool.Write("templates/team/b.yml", Template);
        tool.Write("templates/team/settings.yaml", "editor: {indent: 2}");

        var folder = await tool.RunAsync("validate", "templates");
        var pattern = await tool.RunAsync("validate", "templates/*.yaml", "templates/a.yaml");
        var nothing = await tool.RunAsync("validate", "templates/*.json");
        using var process = tool.Start("validate", "-");
        await process.StandardInput.WriteAsync(Template.Replace("EcrRepositoryPrefix: mirror", "EcrRepositoryPrefix: Mirror", StringComparison.Ordinal));
        process.StandardInput.Close();
        var input = await Tool.EndAsync(process);

        folder.Output.ShouldStartWith("2 templates, 2 rules, no problems\n");
        pattern.Output.ShouldStartWith("1 template, 1 rule, no problems\n");
        nothing.Error.ShouldBe("templates/*.json matches no file.\n");
        input.Output.ShouldStartWith("-:8:28: error: EcrRepositoryPrefix");
        (folder.ExitCode, pattern.ExitCode, nothing.ExitCode, input.ExitCode).ShouldBe((0, 0, 2, 1));
    }

    [Fact]
    public async Task Control_characters_of_an_output_never_reach_the_terminal()
    {
        tool.Write("t.yaml", """
            Resources:
              Quay:
                Type: Custom::PullThroughCacheRule
                Properties: {ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: mirror, UpstreamRegistry: quay}
            Outputs:
              O: {Value: "\e]0;title\a\e[2J red\nnext \u202e", Description: "one\ntwo"}
            """);

        var deployed = await tool.RunAsync("deploy", "t.yaml");

        deployed.Output.ShouldContain(@"\u001b]0;title\u0007\u001b[2J red\nnext \u202e  one\ntwo");
        deployed.Output.Where(char.IsControl).Distinct().ShouldBe(['\n']);
    }

    [Fact]
    public async Task Validate_reports_warnings_and_exits_0()
    {
        tool.Write("azure.yaml", """
            Resources:
              Rule:
                Type: Custom::PullThroughCacheRule
                Properties:
                  ServiceToken: !ImportValue ecr-ptc-ServiceToken
                  EcrRepositoryPrefix: azure
                  UpstreamRegistryUrl: acr.azurecr.io
                  CredentialArn: arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/azure-AbCdEf
            """);

        var ended = await tool.RunAsync("validate", "azure.yaml");

        ended.ExitCode.ShouldBe(0);
        ended.Output.ShouldStartWith("azure.yaml:7:28: warning: UpstreamRegistryUrl");
    }

    [Fact]
    public async Task Validate_reports_the_problems_of_every_readable_file()
    {
        tool.Write("bad.yaml", Template.Replace("EcrRepositoryPrefix: mirror", "EcrRepositoryPrefix: Mirror", StringComparison.Ordinal));

        var ended = await tool.RunAsync("validate", "nothing.yaml", "bad.yaml");

        ended.ExitCode.ShouldBe(2);
        ended.Error.ShouldBe("nothing.yaml: there is no such file.\n");
        ended.Output.ShouldStartWith("bad.yaml:8:28: error: EcrRepositoryPrefix");
    }

    [Fact]
    public async Task Results_are_json_for_other_programs()
    {
        tool.Write("t.yaml", Template);

        var kinds = new List<string>();
        foreach (var arguments in new string[][] { ["diff", "t.yaml"], ["deploy", "t.yaml"], ["stacks"], ["rules"], ["events"], ["delete", "t"] })
        {
            var ended = await tool.RunAsync([.. arguments, "--output", "json"]);
            using var json = JsonDocument.Parse(ended.Output);
            var first = json.RootElement.ValueKind is JsonValueKind.Array ? json.RootElement[0] : json.RootElement;
            kinds.Add(string.Join(' ', first.EnumerateObject().Take(2).Select(property => property.Name)));
            ended.ExitCode.ShouldBe(0);
        }

        kinds.ShouldBe(["LogicalId Type", "StackName StackId", "StackName StackId", "PhysicalResourceId RegistryId", "At LogicalId", "StackName StackId"]);
    }

    [Fact]
    public async Task A_stored_parameter_that_is_given_stays()
    {
        tool.Write("t.yaml", Template.Replace("!Ref Upstream", "'{{resolve:ssm:/upstream}}'", StringComparison.Ordinal));

        var unknown = await tool.RunAsync("deploy", "t.yaml");
        var deployed = await tool.RunAsync("deploy", "t.yaml", "--ssm", "/upstream=quay.io");
        var diff = await tool.RunAsync("diff", "t.yaml");

        unknown.Error.ShouldContain("t.yaml:9:28: error: UpstreamRegistryUrl of Quay isn't known here: it would need the parameter /upstream of the Parameter Store: --ssm /upstream=VALUE.");
        (unknown.ExitCode, deployed.ExitCode).ShouldBe((1, 0));
        diff.Output.ShouldContain("No changes to deploy.");
    }

    [Fact]
    public async Task Diff_foresees_that_two_resources_can_not_have_one_prefix()
    {
        tool.Write("t.yaml", Template.Replace("Outputs:", """
              Twin:
                Type: Custom::PullThroughCacheRule
                Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: mirror/, UpstreamRegistryUrl: registry.k8s.io }
            Outputs:
            """, StringComparison.Ordinal));

        var diff = await tool.RunAsync("diff", "t.yaml");
        var deployed = await tool.RunAsync("deploy", "t.yaml");

        diff.Output.ShouldStartWith("+ create     Quay (Custom::PullThroughCacheRule)");
        diff.Output.ShouldContain("! would fail  Twin (Custom::PullThroughCacheRule): The rule mirror in registry 123456789012 also belongs to Quay of this template");
        (diff.ExitCode, deployed.ExitCode).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Diff_and_validate_report_the_rule_that_a_deployment_would_lose_and_exit_1()
    {
        var renamed = Template.Replace("Quay:", "Renamed:", StringComparison.Ordinal).Replace("Quay.", "Renamed.", StringComparison.Ordinal)
            .Replace("EcrRepositoryPrefix: mirror", "EcrRepositoryPrefix: mirror\n      OnExisting: Adopt", StringComparison.Ordinal);
        await tool.RunAsync("deploy", tool.Write("t.yaml", Template), "--stack-name", "s");
        tool.Write("renamed.yaml", renamed);

        var diff = await tool.RunAsync("diff", "renamed.yaml", "--stack-name", "s");
        var validated = await tool.RunAsync("validate", "renamed.yaml", "--stack-name", "s");
        var asAnotherStack = await tool.RunAsync("validate", "renamed.yaml", "--stack-name", "new");

        diff.Output.ShouldStartWith("! rule lost   Renamed (Custom::PullThroughCacheRule): The rule mirror in registry 123456789012 is lost at the end of the deployment");
        validated.Output.ShouldContain("error: The rule mirror in registry 123456789012 is lost at the end of the deployment: Renamed adopts it, and the removal of Quay deletes it. First deploy Quay with DeletionPolicy: Retain");
        asAnotherStack.Output.ShouldContain("warning: Quay of stack s has the rule too, and its removal deletes it. First deploy s with DeletionPolicy: Retain for Quay");
        (diff.ExitCode, validated.ExitCode, asAnotherStack.ExitCode).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Validate_takes_a_state_that_is_none_for_no_reason_to_find_a_template_wrong()
    {
        await tool.RunAsync("deploy", tool.Write("t.yaml", Template));
        tool.Write(".ecr-ptc/123456789012.us-east-1.json", "{");

        var ended = await tool.RunAsync("validate", "t.yaml");

        ended.ExitCode.ShouldBe(0);
        ended.Error.ShouldContain("The templates are compared with no stack.");
    }

    [Fact]
    public async Task A_ServiceTimeout_ends_the_wait_and_not_only_the_request()
    {
        tool.Write("t.yaml", """
            Resources:
              Hub:
                Type: Custom::PullThroughCacheRule
                Properties:
                  ServiceToken: !ImportValue ecr-ptc-ServiceToken
                  ServiceTimeout: 2
                  EcrRepositoryPrefix: hub
                  UpstreamRegistry: docker-hub
                  CredentialArn: arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/missing-AbCdEf
            """);
        var start = TimeProvider.System.GetTimestamp();

        var ended = await tool.RunAsync("deploy", "t.yaml");

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldContain("CREATE_FAILED         Hub  CloudFormation did not receive a response from your Custom Resource.");
        ended.Output.ShouldContain("(Timed out after 2 s.");
        ended.Output.ShouldContain("ROLLBACK_COMPLETE     t\n");

        // The function itself would go on for 20 s.
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(15));
        (await tool.RunAsync("rules")).Output.ShouldEndWith("\nnone\n");
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_ends_the_command_in_words_and_the_next_goes_on()
    {
        const string Arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/later-AbCdEf";
        tool.Write("t.yaml", $"""
            Resources:
              Hub:
                Type: Custom::PullThroughCacheRule
                Properties: {"{"} ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: hub, UpstreamRegistry: docker-hub, CredentialArn: "{Arn}" {"}"}
            """);
        using var process = tool.StartInForeground("deploy", "t.yaml", "--calls");
        await Tool.ReadUntilAsync(process, "SecretNotFoundException");

        await Tool.InterruptAsync(process);
        var ended = await Tool.EndAsync(process);

        ended.Error.ShouldBe("Interrupted. The next command resumes the operation on the stack.\n");
        ended.ExitCode.ShouldBe(130);
        var next = await tool.RunAsync("deploy", "t.yaml", "--secret", Arn);
        next.Output.ShouldContain("CREATE_COMPLETE       Hub\n");
        next.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Serve_ends_with_Ctrl_C_and_reports_a_port_in_use()
    {
        using var serving = tool.StartInForeground("serve", "--port", "0");
        var port = Regex.Match(await Tool.ReadUntilAsync(serving, "Listening at"), "Listening at http://127.0.0.1:([0-9]+)").Groups[1].Value;

        var second = await tool.RunAsync("serve", "--port", port, "--state-dir", "other");
        await Tool.InterruptAsync(serving);
        var first = await Tool.EndAsync(serving);

        second.ExitCode.ShouldBe(1);
        second.Error.ShouldBe($"http://127.0.0.1:{port} is in use. Choose another port with --port; the events and the environment follow.\n");
        first.ShouldBe(new(0, "Ended.\n", ""));
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
    public async Task Git_ignores_the_folder_of_the_state_if_the_command_made_it()
    {
        Directory.CreateDirectory(Path.Combine(tool.Folder, "mine"));
        await tool.RunAsync("deploy", tool.Write("t.yaml", Template));
        await tool.RunAsync("deploy", "t.yaml", "--state-dir", "mine");

        (await File.ReadAllTextAsync(Path.Combine(tool.Folder, ".ecr-ptc", ".gitignore"))).ShouldBe("*\n");
        File.Exists(Path.Combine(tool.Folder, "mine", ".gitignore")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\0\u0001")]
    [InlineData("{\"Version\":4,\"Stacks\":null}")]
    [InlineData("{\"Version\":4,\"Rules\":[null]}")]
    [InlineData("{\"Version\":4,\"Rules\":[{}]}")]
    [InlineData("{\"Version\":4,\"Stacks\":[{}]}")]
    [InlineData("{\"Version\":4,\"Secrets\":{\"x\":\"lost\"}}")]
    [InlineData("{\"Version\":4,\"ReturnedIds\":null}")]
    public async Task An_unreadable_state_is_reported(string state)
    {
        await tool.RunAsync("deploy", tool.Write("t.yaml", Template));
        tool.Write(".ecr-ptc/123456789012.us-east-1.json", state);

        var ended = await tool.RunAsync("rules");

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldContain("can't be read");
        ended.Error.ShouldNotContain("   at ");
        ended.Error.ShouldNotContain("EcrPtc.");
    }

    [Fact]
    public async Task A_state_whose_physical_IDs_name_a_prefix_alone_is_of_another_version()
    {
        await tool.RunAsync("deploy", tool.Write("t.yaml", Template));
        tool.Write(".ecr-ptc/123456789012.us-east-1.json", "{\"Version\":1}");

        (await tool.RunAsync("rules")).Error.ShouldContain("is of another version of ecr-ptc.");
    }

    // On a slow machine, a command can say what it waits for.
    private static string Masked(string output) => Second().Replace(Time().Replace(Waiting().Replace(output, ""), "<time>"), "@<second>");

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")]
    private static partial Regex Time();

    [GeneratedRegex("^.*  waiting for .*\n", RegexOptions.Multiline)]
    private static partial Regex Waiting();

    [GeneratedRegex("@[0-9]{10}")]
    private static partial Regex Second();

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Ansi();
}
