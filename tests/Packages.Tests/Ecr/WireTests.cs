using Amazon.ECR;
using Amazon.ECR.Model;

namespace Packages.Tests.Ecr;

public sealed class WireTests
{
    private const string Secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";

    [Fact]
    public async Task Create_sends_every_member_that_is_set()
    {
        using var ecr = new ScriptedEcr();

        await ecr.Client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest
        {
            EcrRepositoryPrefix = "hub",
            UpstreamRegistryUrl = "registry-1.docker.io",
            RegistryId = "123456789012",
            UpstreamRegistry = UpstreamRegistry.DockerHub,
            CredentialArn = Secret,
            CustomRoleArn = "arn:aws:iam::123456789012:role/r",
            UpstreamRepositoryPrefix = "library",
        });

        ShouldHaveSent(
            ecr, "CreatePullThroughCacheRule",
            $$"""{"credentialArn":"{{Secret}}","customRoleArn":"arn:aws:iam::123456789012:role/r","ecrRepositoryPrefix":"hub","registryId":"123456789012","upstreamRegistry":"docker-hub","upstreamRegistryUrl":"registry-1.docker.io","upstreamRepositoryPrefix":"library"}""");
    }

    [Fact]
    public async Task Create_leaves_out_what_is_not_set()
    {
        using var ecr = new ScriptedEcr();

        await ecr.Client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub", UpstreamRegistryUrl = "quay.io" });

        ShouldHaveSent(ecr, "CreatePullThroughCacheRule", """{"ecrRepositoryPrefix":"hub","upstreamRegistryUrl":"quay.io"}""");
    }

    [Fact]
    public async Task Describe_sends_prefixes()
    {
        using var ecr = new ScriptedEcr();

        await ecr.Client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest { RegistryId = "123456789012", EcrRepositoryPrefixes = ["a1", "b2"] });

        ShouldHaveSent(ecr, "DescribePullThroughCacheRules", """{"ecrRepositoryPrefixes":["a1","b2"],"registryId":"123456789012"}""");
    }

    [Fact]
    public async Task Describe_sends_a_page()
    {
        using var ecr = new ScriptedEcr();

        await ecr.Client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest { MaxResults = 7, NextToken = "t" });

        ShouldHaveSent(ecr, "DescribePullThroughCacheRules", """{"maxResults":7,"nextToken":"t"}""");
    }

    [Fact]
    public async Task Update_sends_the_credential_and_the_role()
    {
        using var ecr = new ScriptedEcr();

        await ecr.Client.UpdatePullThroughCacheRuleAsync(new UpdatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub", RegistryId = "123456789012", CredentialArn = Secret, CustomRoleArn = "r" });

        ShouldHaveSent(ecr, "UpdatePullThroughCacheRule", $$"""{"credentialArn":"{{Secret}}","customRoleArn":"r","ecrRepositoryPrefix":"hub","registryId":"123456789012"}""");
    }

    [Fact]
    public async Task Delete_sends_the_prefix()
    {
        using var ecr = new ScriptedEcr();

        await ecr.Client.DeletePullThroughCacheRuleAsync(new DeletePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub", RegistryId = "123456789012" });

        ShouldHaveSent(ecr, "DeletePullThroughCacheRule", """{"ecrRepositoryPrefix":"hub","registryId":"123456789012"}""");
    }

    [Fact]
    public async Task Validate_sends_the_prefix()
    {
        using var ecr = new ScriptedEcr();

        await ecr.Client.ValidatePullThroughCacheRuleAsync(new ValidatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub" });

        ShouldHaveSent(ecr, "ValidatePullThroughCacheRule", """{"ecrRepositoryPrefix":"hub"}""");
    }

    [Fact]
    public async Task Text_that_JSON_escapes_arrives_as_it_was()
    {
        using var ecr = new ScriptedEcr("""{"failure":"\"a\" \\ é 🐳 \u0001"}""");

        (await ecr.Client.ValidatePullThroughCacheRuleAsync(new ValidatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub" })).Failure.ShouldBe("\"a\" \\ é 🐳 \u0001");
    }

    [Fact]
    public async Task A_created_rule_is_read_with_every_member()
    {
        using var ecr = new ScriptedEcr(
            """{"ecrRepositoryPrefix":"hub","upstreamRegistryUrl":"registry-1.docker.io","createdAt":1755864000.5,"registryId":"123456789012","upstreamRegistry":"docker-hub","credentialArn":"c","customRoleArn":"r","upstreamRepositoryPrefix":"ROOT","new":{"a":[1,{"b":2}]}}""");

        var response = await ecr.Client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub", UpstreamRegistryUrl = "x" });

        response.EcrRepositoryPrefix.ShouldBe("hub");
        response.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        response.CreatedAt!.Value.ToUniversalTime().ShouldBe(new DateTime(2025, 8, 22, 12, 0, 0, 500, DateTimeKind.Utc));
        response.RegistryId.ShouldBe("123456789012");
        response.UpstreamRegistry.ShouldBe(UpstreamRegistry.DockerHub);
        response.CredentialArn.ShouldBe("c");
        response.CustomRoleArn.ShouldBe("r");
        response.UpstreamRepositoryPrefix.ShouldBe("ROOT");
        response.ResponseMetadata.RequestId.ShouldBe("f2b1c0de-0000-4000-8000-000000000001");
    }

    [Fact]
    public async Task Described_rules_are_read_past_what_is_unknown_missing_or_null()
    {
        using var ecr = new ScriptedEcr(
            """{"new":[[{"pullThroughCacheRules":[]}]],"pullThroughCacheRules":[{"ecrRepositoryPrefix":"a1","createdAt":1755864000,"updatedAt":1755864001.25,"credentialArn":null,"x":{"ecrRepositoryPrefix":"no"}},{"ecrRepositoryPrefix":"b2","upstreamRegistry":"ecr-public"}],"nextToken":"t"}""");

        var response = await ecr.Client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        response.NextToken.ShouldBe("t");
        response.PullThroughCacheRules.Count.ShouldBe(2);
        response.PullThroughCacheRules[0].EcrRepositoryPrefix.ShouldBe("a1");
        response.PullThroughCacheRules[0].CreatedAt!.Value.ToUniversalTime().ShouldBe(new DateTime(2025, 8, 22, 12, 0, 0, DateTimeKind.Utc));
        response.PullThroughCacheRules[0].UpdatedAt!.Value.ToUniversalTime().ShouldBe(new DateTime(2025, 8, 22, 12, 0, 1, 250, DateTimeKind.Utc));
        response.PullThroughCacheRules[0].CredentialArn.ShouldBeNull();
        response.PullThroughCacheRules[1].EcrRepositoryPrefix.ShouldBe("b2");
        response.PullThroughCacheRules[1].UpstreamRegistry.ShouldBe(UpstreamRegistry.EcrPublic);
        response.PullThroughCacheRules[1].CreatedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_validation_is_read()
    {
        using var ecr = new ScriptedEcr("""{"isValid":false,"failure":"401","ecrRepositoryPrefix":"hub"}""");

        var response = await ecr.Client.ValidatePullThroughCacheRuleAsync(new ValidatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub" });

        response.IsValid.ShouldBe(false);
        response.Failure.ShouldBe("401");
    }

    [Fact]
    public async Task An_update_is_read()
    {
        using var ecr = new ScriptedEcr("""{"updatedAt":1755864001,"credentialArn":"c","customRoleArn":"r"}""");

        var response = await ecr.Client.UpdatePullThroughCacheRuleAsync(new UpdatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub" });

        response.UpdatedAt!.Value.ToUniversalTime().ShouldBe(new DateTime(2025, 8, 22, 12, 0, 1, DateTimeKind.Utc));
        response.CredentialArn.ShouldBe("c");
        response.CustomRoleArn.ShouldBe("r");
    }

    [Fact]
    public async Task A_deletion_is_read()
    {
        using var ecr = new ScriptedEcr("""{"ecrRepositoryPrefix":"hub","createdAt":1755864000,"upstreamRegistryUrl":"quay.io"}""");

        var response = await ecr.Client.DeletePullThroughCacheRuleAsync(new DeletePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub" });

        response.EcrRepositoryPrefix.ShouldBe("hub");
        response.UpstreamRegistryUrl.ShouldBe("quay.io");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_so()
    {
        using var ecr = new ScriptedEcr();

        await Should.ThrowAsync<OperationCanceledException>(
            () => ecr.Client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest(), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("azure-container-registry")]
    [InlineData("chainguard")]
    [InlineData("docker-hub")]
    [InlineData("ecr")]
    [InlineData("ecr-public")]
    [InlineData("github-container-registry")]
    [InlineData("gitlab-container-registry")]
    [InlineData("k8s")]
    [InlineData("quay")]
    public void Every_registry_of_the_model_is_a_constant(string name)
    {
        UpstreamRegistry[] constants =
        [
            UpstreamRegistry.AzureContainerRegistry, UpstreamRegistry.Chainguard, UpstreamRegistry.DockerHub, UpstreamRegistry.Ecr, UpstreamRegistry.EcrPublic,
            UpstreamRegistry.GithubContainerRegistry, UpstreamRegistry.GitlabContainerRegistry, UpstreamRegistry.K8s, UpstreamRegistry.Quay,
        ];

        constants.Select(constant => constant.Value).ShouldContain(name);
        UpstreamRegistry.FindValue(name).Value.ShouldBe(name);
        ((UpstreamRegistry)name).Value.ShouldBe(name);
    }

    private static void ShouldHaveSent(ScriptedEcr ecr, string operation, string body)
    {
        var sent = ecr.Sent.ShouldHaveSingleItem();
        sent.Method.ShouldBe("POST");
        sent.Uri.AbsoluteUri.ShouldBe("https://api.ecr.eu-west-1.amazonaws.com/");
        sent.Target.ShouldBe($"AmazonEC2ContainerRegistry_V20150921.{operation}");
        sent.ContentType.ShouldBe("application/x-amz-json-1.1");
        sent.Authorization.ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
        sent.Authorization.ShouldContain("/eu-west-1/ecr/aws4_request");
        sent.Body.ShouldBe(body);
    }
}
