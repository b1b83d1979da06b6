using System.Text.Json;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Tests.Support;
using EcrPtc.Cli.Validation;

namespace EcrPtc.Cli.Tests.Validation;

/// <summary>The results of <c>validate</c> as SARIF 2.1.0.</summary>
public sealed class SarifTests : IDisposable
{
    private readonly CommandRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("template-syntax", "Resources: [")]
    [InlineData("parameter", "Parameters: { P: { Type: Strin } }\nResources: { R: { Type: 'X::Y' } }")]
    [InlineData("reference", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, EcrRepositoryPrefix: !Ref Nothing, UpstreamRegistry: quay } } }")]
    [InlineData("rule-attribute", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } } }\nOutputs: { O: { Value: !GetAtt R.Nothing } }")]
    [InlineData("value", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, EcrRepositoryPrefix: !Select [5, [a, b]], UpstreamRegistry: quay } } }")]
    [InlineData("circular-dependency", "Resources: { A: { Type: 'Custom::PullThroughCacheRule', DependsOn: B, Properties: { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } }, B: { Type: 'X::Y', DependsOn: A } }")]
    [InlineData("deletion-policy", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', DeletionPolicy: Snapshot, Properties: { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } } }")]
    [InlineData("service-token", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { EcrRepositoryPrefix: aa, UpstreamRegistry: quay } } }")]
    [InlineData("service-timeout", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, ServiceTimeout: 0, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } } }")]
    [InlineData("rule-property", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, EcrRepositoryPrefix: AA, UpstreamRegistry: quay } } }")]
    [InlineData("adoption", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, OnExisting: Adopt, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } } }")]
    [InlineData("duplicate-rule", "Resources: { A: { Type: 'Custom::PullThroughCacheRule', Properties: &p { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } }, B: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } } }")]
    [InlineData("secret-name", "Resources: { S: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: hub } }, R: { Type: 'Custom::PullThroughCacheRule', Properties: { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: docker-hub, CredentialArn: !Ref S } } }")]
    public async Task Each_kind_of_problem_has_an_id_of_its_own(string id, string template)
    {
        var log = await ValidateAsync(run.Write("t.yaml", template));

        log.GetProperty("results").EnumerateArray().Select(static result => result.GetProperty("ruleId").GetString()).ShouldContain(id);
    }

    [Fact]
    public async Task Every_result_is_of_a_rule_that_the_log_describes()
    {
        var log = await ValidateAsync(run.Write("t.yaml", "Resources: { R: { Type: 'Custom::PullThroughCacheRule', Properties: { EcrRepositoryPrefix: AA } } }"));

        var rules = log.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        rules.Select(static rule => rule.GetProperty("id").GetString()).ShouldBeUnique();
        rules.Count.ShouldBe(Enum.GetValues<ProblemKind>().Length);
        rules.ShouldAllBe(static rule => rule.GetProperty("shortDescription").GetProperty("text").GetString()!.Length > 0 && rule.GetProperty("help").GetProperty("text").GetString()!.Length > 0);
        foreach (var result in log.GetProperty("results").EnumerateArray())
        {
            rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString().ShouldBe(result.GetProperty("ruleId").GetString());
        }
    }

    [Fact]
    public async Task The_tool_prints_its_version()
    {
        var driver = (await ValidateAsync(run.Write("t.yaml", "Resources: { R: { Type: 'X::Y' } }"))).GetProperty("tool").GetProperty("driver");

        // https://semver.org
        driver.GetProperty("semanticVersion").GetString()!.ShouldMatch(@"\A[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?\z");
        driver.GetProperty("version").GetString()!.ShouldNotContain("+");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_notification_and_no_result()
    {
        var missing = Path.Combine(run.Folder, "not there.yaml");

        var log = await ValidateAsync(missing);

        log.GetProperty("results").GetArrayLength().ShouldBe(0);
        var invocation = log.GetProperty("invocations").EnumerateArray().ShouldHaveSingleItem();
        invocation.GetProperty("executionSuccessful").GetBoolean().ShouldBeFalse();
        var notification = invocation.GetProperty("toolExecutionNotifications").EnumerateArray().ShouldHaveSingleItem();
        notification.GetProperty("level").GetString().ShouldBe("error");
        notification.GetProperty("message").GetProperty("text").GetString().ShouldBe($"{missing}: there is no such file.");
        notification.GetProperty("descriptor").GetProperty("id").GetString()
            .ShouldBe(log.GetProperty("tool").GetProperty("driver").GetProperty("notifications")[0].GetProperty("id").GetString());
        notification.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()
            .ShouldBe($"file://{run.Folder}/not%20there.yaml");
    }

    [Fact]
    public async Task Without_such_a_file_the_run_is_successful_whatever_was_found()
    {
        var log = await ValidateAsync(run.Write("t.yaml", "Resources: ["));

        log.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean().ShouldBeTrue();
    }

    // A message can have placeholders in braces (SARIF 2.1.0, section 3.11.5).
    [Fact]
    public void Braces_of_a_message_are_doubled()
    {
        var report = ValidationReport.Create([new(new("t.yaml", 1, 1), "write ${!Name}")], ValidationFormat.Sarif);

        using var log = JsonDocument.Parse(report);
        log.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("message").GetProperty("text").GetString().ShouldBe("write ${{!Name}}");
    }

    [Theory]
    [InlineData("a b/t.yaml", "a%20b/t.yaml")]
    [InlineData("c:t.yaml", "c%3At.yaml")]
    [InlineData("/tmp/t#1.yaml", "file:///tmp/t%231.yaml")]
    [InlineData("-", "-")]
    public void A_path_is_a_URI(string path, string uri)
    {
        using var log = JsonDocument.Parse(ValidationReport.Create([new(new(path, 1, 1), "wrong")], ValidationFormat.Sarif));

        log.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe(uri);
    }

    private async Task<JsonElement> ValidateAsync(string path)
    {
        var ended = await run.RunAsync("validate", path, "--format", "sarif");
        using var log = JsonDocument.Parse(ended.Output);
        log.RootElement.GetProperty("version").GetString().ShouldBe("2.1.0");
        return log.RootElement.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem().Clone();
    }
}
