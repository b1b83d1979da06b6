using System.Text.RegularExpressions;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Commands;

/// <summary>The repository's own events, as a user hands them to the function.</summary>
public sealed class EventFileTests : IDisposable
{
    private const string MissingArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "events");

    private readonly Tool tool = new();

    public static TheoryData<string> Registries =>
        [.. Directory.GetFiles(Root, "create-*.json").Select(file => Path.GetFileNameWithoutExtension(file)["create-".Length..]).Order(StringComparer.Ordinal)];

    public void Dispose() => tool.Dispose();

    [Fact]
    public void There_is_an_event_of_each_type_for_each_registry() => Directory.GetFiles(Root, "*.json").Length.ShouldBe(3 * Registries.Count);

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task Create_update_and_delete_succeed_as_they_are(string registry)
    {
        foreach (var requestType in new[] { "create", "update", "delete" })
        {
            var ended = await tool.RunAsync("invoke", Path.Combine(Root, $"{requestType}-{registry}.json"));

            ended.Error.ShouldBe("", requestType);
            ended.Output.ShouldContain("\"Status\": \"SUCCESS\"");
            ended.ExitCode.ShouldBe(0, requestType);
        }

        (await tool.RunAsync("rules")).Output.ShouldEndWith("\nnone\n");
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task An_Update_and_a_Delete_succeed_on_their_own(string registry)
    {
        foreach (var requestType in new[] { "update", "delete" })
        {
            var ended = await tool.RunAsync("invoke", Path.Combine(Root, $"{requestType}-{registry}.json"), "--state-dir", requestType);

            ended.Error.ShouldBe("", requestType);
            ended.Output.ShouldContain("is put into the emulated registry first: the event takes it to be there.");
            ended.Output.ShouldContain("\"Status\": \"SUCCESS\"");
        }

        (await tool.RunAsync("rules", "--state-dir", "update")).Output.ShouldContain("@");
        (await tool.RunAsync("rules", "--state-dir", "delete")).Output.ShouldEndWith("\nnone\n");
    }

    [Fact]
    public async Task An_Update_is_sent_with_the_ID_that_the_Create_returned()
    {
        await tool.RunAsync("invoke", Path.Combine(Root, "create-quay.json"));
        var created = Regex.Match((await tool.RunAsync("rules")).Output, "quay@[0-9]{10}").Value;

        var updated = await tool.RunAsync("invoke", Path.Combine(Root, "update-quay.json"), "--log");

        updated.Output.ShouldStartWith($"PhysicalResourceId: {created}, which the function last returned for Quay, in place of the file's quay@1767225600.\n");
        updated.Output.ShouldMatch($"\"PhysicalResourceId\": \"quay@[0-9]+~{created}\"");
    }

    [Fact]
    public async Task An_ID_that_is_given_is_sent_as_it_is()
    {
        var ended = await tool.RunAsync("invoke", Path.Combine(Root, "delete-quay.json"), "--physical-resource-id", "quay@1700000000", "--log");

        ended.Output.ShouldStartWith("Delete Quay\n");
        ended.Output.ShouldContain("\"PhysicalResourceId\": \"quay@1700000000\"");
        ended.Output.ShouldContain("the rule is gone already");
    }

    [Fact]
    public async Task A_rule_that_someone_else_created_is_kept_and_reported()
    {
        await tool.RunAsync("deploy", tool.Write("t.yaml", """
            Resources:
              Quay:
                Type: Custom::PullThroughCacheRule
                Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: quay, UpstreamRegistryUrl: quay.io }
            """));
        var live = Regex.Match((await tool.RunAsync("rules")).Output, "quay@[0-9]{10}").Value;

        var deleted = await tool.RunAsync("invoke", Path.Combine(Root, "delete-quay.json"));

        deleted.Output.ShouldStartWith($"The emulated registry has another rule, {live}, under the prefix of quay@1767225600. To send its ID: --physical-resource-id {live}\n");
        (await tool.RunAsync("rules")).Output.ShouldContain(live);
        await tool.RunAsync("invoke", Path.Combine(Root, "delete-quay.json"), "--physical-resource-id", live);
        (await tool.RunAsync("rules")).Output.ShouldEndWith("\nnone\n");
    }

    [Fact]
    public async Task A_Delete_made_of_a_Create_is_of_the_rule_that_is_there()
    {
        await tool.RunAsync("invoke", Path.Combine(Root, "update-quay.json"));

        var deleted = await tool.RunAsync("invoke", Path.Combine(Root, "create-quay.json"), "--request-type", "Delete");

        deleted.Output.ShouldMatch("^PhysicalResourceId: quay@[0-9]{10}~quay@1767225600, which the function last returned for Quay.\n");
        (await tool.RunAsync("rules")).Output.ShouldEndWith("\nnone\n");
    }

    [Fact]
    public async Task A_Delete_made_of_a_Create_puts_the_rule_there_where_there_is_none()
    {
        var deleted = await tool.RunAsync("invoke", Path.Combine(Root, "create-quay.json"), "--request-type", "Delete");

        deleted.Output.ShouldStartWith("The rule quay@1767225600 is put into the emulated registry first");
        deleted.Output.ShouldContain("DeletePullThroughCacheRule → done");
    }

    [Fact]
    public async Task A_secret_that_an_event_names_is_taken_to_be_there_and_said_to_be()
    {
        var ended = await tool.RunAsync("invoke", Path.Combine(Root, "create-docker-hub.json"));

        ended.Output.ShouldStartWith($"The secret {MissingArn} is assumed to exist and to be good");
    }

    [Theory]
    [InlineData("UpstreamValidationFailed|rejected the credentials", "--secret", $"{MissingArn}=bad-credentials")]
    [InlineData("SecretNotFoundException", "--no-secrets")]
    public async Task A_secret_can_be_another_or_none(string expected, params string[] options)
    {
        var ended = await tool.RunAsync(["invoke", Path.Combine(Root, "create-docker-hub.json"), .. options]);

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldMatch(expected);
        ended.Output.ShouldNotContain("is assumed to exist");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serve_has_the_secret_that_a_rule_names_unless_an_option_says_otherwise(bool hasSecrets)
    {
        using var serving = tool.Start(["serve", "--port", "0", .. hasSecrets ? Array.Empty<string>() : ["--no-secrets"]]);
        var lines = (await Tool.ReadUntilAsync(serving, "Listening at")).Split('\n');

        string Value(string name) => Regex.Match(string.Join('\n', lines), $"export {name}='([^']*)'").Groups[1].Value;
        using var client = new AmazonECRClient(
            new SessionAWSCredentials(Value("AWS_ACCESS_KEY_ID"), Value("AWS_SECRET_ACCESS_KEY"), Value("AWS_SESSION_TOKEN")),
            new AmazonECRConfig { ServiceURL = Value("AWS_ENDPOINT_URL_ECR"), AuthenticationRegion = Value("AWS_REGION"), MaxErrorRetry = 0 });
        var request = new CreatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "docker-hub", UpstreamRegistryUrl = "registry-1.docker.io", CredentialArn = MissingArn };
        var creating = client.CreatePullThroughCacheRuleAsync(request);

        if (hasSecrets)
        {
            (await creating).CredentialArn.ShouldBe(MissingArn);
            lines.ShouldContain(line => line.StartsWith("Every secret that a rule names is assumed to exist and to be good", StringComparison.Ordinal));
        }
        else
        {
            await Should.ThrowAsync<SecretNotFoundException>(() => creating);
        }

        serving.Kill();
    }
}
