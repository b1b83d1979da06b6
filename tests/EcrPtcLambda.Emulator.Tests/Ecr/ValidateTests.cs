using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

public sealed class ValidateTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Validate_reports_a_rule_with_a_good_secret_as_valid()
    {
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Ecr.Put(DockerHub() with { UpstreamRepositoryPrefix = "library" });

        var response = await ValidateAsync("docker-hub");

        response.IsValid.ShouldBe(true);
        response.Failure.ShouldBeNull();
        response.RegistryId.ShouldBe(Account);
        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        response.CredentialArn.ShouldBe(Secret);
        response.CustomRoleArn.ShouldBeNull();
        response.UpstreamRepositoryPrefix.ShouldBe("library");
    }

    [Theory]
    [InlineData("docker-hub")]
    [InlineData("docker-hub/")]
    public async Task Validate_finds_a_rule_with_a_slash_or_without(string prefix)
    {
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Ecr.Put(DockerHub());

        (await ValidateAsync(prefix)).IsValid.ShouldBe(true);
    }

    [Theory]
    [InlineData(SecretState.BadCredentials, "401")]
    [InlineData(SecretState.Malformed, "accessToken")]
    [InlineData(SecretState.Unreadable, "access")]
    [InlineData(SecretState.Undecryptable, "decrypt")]
    public async Task Validate_says_what_is_wrong_with_a_secret(SecretState state, string failure)
    {
        bench.Aws.Secrets.Put(Secret, state);
        bench.Aws.Ecr.Put(DockerHub());

        var response = await ValidateAsync("docker-hub");

        response.IsValid.ShouldBe(false);
        response.Failure!.ShouldContain(failure);
    }

    [Fact]
    public async Task Validate_says_that_a_secret_is_gone()
    {
        bench.Aws.Ecr.Put(DockerHub());

        var response = await ValidateAsync("docker-hub");

        response.IsValid.ShouldBe(false);
        response.Failure!.ShouldContain("found");
    }

    [Fact]
    public async Task Validate_reports_a_rule_without_credential_as_valid()
    {
        bench.Aws.Ecr.Put(EcrPublic());

        (await ValidateAsync("ecr-public")).IsValid.ShouldBe(true);
    }

    [Fact]
    public async Task Validate_of_a_rule_that_isnt_there_returns_PullThroughCacheRuleNotFoundException() =>
        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => ValidateAsync("quay"));

    private Task<ValidatePullThroughCacheRuleResponse> ValidateAsync(string prefix) =>
        bench.Ecr.ValidatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = prefix });
}
