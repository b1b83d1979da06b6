using System.Text.RegularExpressions;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcrPtcLambda.Local.Tests.Support;

namespace EcrPtcLambda.Local.Tests.Commands;

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

    [Fact]
    public async Task A_secret_that_an_event_names_is_taken_to_be_there_and_said_to_be()
    {
        var ended = await tool.RunAsync("invoke", Path.Combine(Root, "create-docker-hub.json"));

        ended.Output.ShouldStartWith($"The secret {MissingArn} is taken to be there and good");
    }

    [Theory]
    [InlineData("UpstreamValidationFailed|rejected the credentials", "--secret", $"{MissingArn}=bad-credentials")]
    [InlineData("SecretNotFoundException", "--no-secrets")]
    public async Task A_secret_can_be_another_or_none(string expected, params string[] options)
    {
        var ended = await tool.RunAsync(["invoke", Path.Combine(Root, "create-docker-hub.json"), .. options]);

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldMatch(expected);
        ended.Output.ShouldNotContain("is taken to be there");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serve_has_the_secret_that_a_rule_names_unless_told_otherwise(bool hasSecrets)
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
            lines.ShouldContain(line => line.StartsWith("Every secret that a rule names is taken to be there and good", StringComparison.Ordinal));
        }
        else
        {
            await Should.ThrowAsync<SecretNotFoundException>(() => creating);
        }

        serving.Kill();
    }
}
