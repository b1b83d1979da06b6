using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Commands;

/// <summary>The output of <c>diff</c> for a deployment that would fail, and the advice after a failed deployment.</summary>
public sealed class ForesightTests : IDisposable
{
    private const string Arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";

    private const string Hub = $$"""
        Resources:
          Hub:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, ServiceTimeout: 2, EcrRepositoryPrefix: hub, UpstreamRegistry: docker-hub, CredentialArn: "{{Arn}}" }
        """;

    private const string Elsewhere = """
        Resources:
          Quay:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, ServiceTimeout: 2, EcrRepositoryPrefix: quay, UpstreamRegistry: quay, RegistryId: "999999999999" }
        """;

    private readonly CommandRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("", "! would fail  Hub (Custom::PullThroughCacheRule): Amazon ECR finds no secret " + Arn + ". To create it in the emulated Secrets Manager: --secret " + Arn)]
    [InlineData(Arn + "=unreadable", "! would fail  Hub (Custom::PullThroughCacheRule): Amazon ECR isn't allowed to read the secret")]
    [InlineData(Arn + "=undecryptable", "! would fail  Hub (Custom::PullThroughCacheRule): Amazon ECR can't decrypt the secret")]
    [InlineData(Arn + "=malformed", "! would fail  Hub (Custom::PullThroughCacheRule): The secret " + Arn + " must be a JSON object")]
    [InlineData(Arn + "=bad-credentials", "! would fail  Hub (Custom::PullThroughCacheRule): registry-1.docker.io rejects the credentials")]
    [InlineData(Arn, "+ create     Hub (Custom::PullThroughCacheRule): the rule hub")]
    public async Task Diff_foresees_what_becomes_of_the_secret(string secret, string expected)
    {
        var template = run.Write("t.yaml", Hub);

        var ended = await run.RunAsync(["diff", template, .. secret.Length == 0 ? Array.Empty<string>() : ["--secret", secret]]);

        ended.Output.ShouldStartWith(expected);
        ended.ExitCode.ShouldBe(expected[0] == '!' ? 1 : 0);
    }

    [Fact]
    public async Task Diff_takes_the_secret_of_the_template_itself_to_be_there()
    {
        var template = run.Write("t.yaml", Hub.Replace($"\"{Arn}\"", "!Ref Secret", StringComparison.Ordinal) + "\n" + """
              Secret:
                Type: AWS::SecretsManager::Secret
                Properties: { Name: ecr-pullthroughcache/hub, SecretString: '{"username":"me","accessToken":"token"}' }
            """);

        var ended = await run.RunAsync("diff", template);

        ended.Output.ShouldNotContain("would fail");
        ended.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_failed_deployment_names_the_secret_to_give()
    {
        var ended = await run.RunAsync("deploy", run.Write("t.yaml", Hub));

        ended.Error.ShouldContain($"To create it: --secret {Arn}\n");
        ended.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Diff_and_deploy_name_the_account_to_emulate()
    {
        var template = run.Write("t.yaml", Elsewhere);

        var diff = await run.RunAsync("diff", template);
        var allowed = await run.RunAsync("diff", template, "--other-account", "999999999999");
        var deploy = await run.RunAsync("deploy", template);

        diff.Output.ShouldContain("! would fail  Quay (Custom::PullThroughCacheRule): The function may not manage the registry of account 999999999999. To emulate that account: --other-account 999999999999");
        allowed.ExitCode.ShouldBe(0);
        deploy.Error.ShouldContain("To emulate that account: --other-account 999999999999\n");
    }

    [Fact]
    public async Task Diff_foresees_a_missing_ServiceToken()
    {
        var ended = await run.RunAsync("diff", run.Write("t.yaml", """
            Resources:
              Quay:
                Type: Custom::PullThroughCacheRule
                Properties: { EcrRepositoryPrefix: quay, UpstreamRegistry: quay }
            """));

        ended.Output.ShouldStartWith("! would fail  Quay (Custom::PullThroughCacheRule): Invalid service token: the property ServiceToken is required");
        ended.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("AWS::SNS::Topic", "AWS::S3::Bucket")]
    [InlineData("AWS::ECR::PullThroughCacheRule", "AWS::S3::Bucket")]
    public async Task Diff_foresees_a_changed_type(string before, string after)
    {
        string Template(string type) => $"Resources:\n  R:\n    Type: {type}\n    Properties: {{ EcrRepositoryPrefix: quay, UpstreamRegistryUrl: quay.io }}\n";
        (await run.RunAsync("deploy", run.Write("t.yaml", Template(before)))).ExitCode.ShouldBe(0);

        var ended = await run.RunAsync("diff", run.Write("t.yaml", Template(after)));

        ended.Output.ShouldStartWith($"! would fail  R ({after}): Update of resource type is not permitted: the stack has R as {before}.");
        ended.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_secret_that_is_renamed_out_of_the_prefix_is_replaced_and_the_old_one_deleted()
    {
        string Template(string name) => $"Resources:\n  Secret:\n    Type: AWS::SecretsManager::Secret\n    Properties: {{ Name: {name}, SecretString: x }}\n";
        await run.RunAsync("deploy", run.Write("t.yaml", Template("ecr-pullthroughcache/hub")));
        var renamed = run.Write("t.yaml", Template("hub"));

        var diff = await run.RunAsync("diff", renamed);
        var deploy = await run.RunAsync("deploy", renamed);

        diff.Output.ShouldStartWith("± replace    Secret (AWS::SecretsManager::Secret): its new name doesn't begin with ecr-pullthroughcache/");
        deploy.ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(run.StateFolder, "123456789012.us-east-1.json"))).ShouldContain("\"Secrets\": {}");
    }

    [Fact]
    public async Task More_parameters_than_CloudFormation_allows_are_refused_before_anything_is_begun()
    {
        var parameters = string.Concat(Enumerable.Range(1, 201).Select(static number => $"  P{number}: {{ Type: String, Default: x }}\n"));
        var template = run.Write("t.yaml", $"Parameters:\n{parameters}Resources:\n  R:\n    Type: AWS::SNS::Topic\n");

        foreach (var command in new[] { "deploy", "diff", "validate" })
        {
            var ended = await run.RunAsync(command, template);
            (ended.Output + ended.Error).ShouldContain("t.yaml:202:3: error: Template format error: Number of parameters, 201, is greater than maximum allowed, 200");
            ended.ExitCode.ShouldBe(1);
        }
    }
}
