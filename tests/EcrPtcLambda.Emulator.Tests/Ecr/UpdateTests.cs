using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

public sealed class UpdateTests : IDisposable
{
    private readonly Bench bench = new();

    public UpdateTests()
    {
        bench.Aws.Ecr.Put(DockerHub() with { UpstreamRepositoryPrefix = "library" });
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Ecr.Put(Private());
        bench.Aws.Secrets.Put(OtherSecret);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Update_returns_the_members_that_it_changed()
    {
        var response = await UpdateAsync("docker-hub", OtherSecret);

        response.RegistryId.ShouldBe(Account);
        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.CredentialArn.ShouldBe(OtherSecret);
        response.CustomRoleArn.ShouldBeNull();
        response.UpstreamRepositoryPrefix.ShouldBe("library");
        response.UpdatedAt!.Value.ToUniversalTime().ShouldBe(Now.AddMinutes(1).UtcDateTime);
    }

    [Fact]
    public async Task Update_changes_the_credential_and_nothing_else()
    {
        await UpdateAsync("docker-hub", OtherSecret);

        bench.Aws.Ecr.Find("docker-hub").ShouldBe(
            DockerHub() with { UpstreamRepositoryPrefix = "library", CredentialArn = OtherSecret, UpdatedAt = Now.AddMinutes(1) });
    }

    [Fact]
    public async Task Update_changes_the_role_of_a_private_upstream()
    {
        var response = await UpdateAsync("base", roleArn: $"{Role}-2");

        response.CustomRoleArn.ShouldBe($"{Role}-2");
    }

    [Theory]
    [InlineData("docker-hub/")]
    [InlineData("docker-hub")]
    public async Task Update_finds_a_rule_with_a_slash_or_without(string prefix) =>
        (await UpdateAsync(prefix, OtherSecret)).EcrRepositoryPrefix.ShouldBe("docker-hub");

    [Fact]
    public async Task Update_of_nothing_returns_InvalidParameterException() =>
        (await Should.ThrowAsync<InvalidParameterException>(() => UpdateAsync("docker-hub")))
            .Message.ShouldBe("Invalid input: Please set either credential arn or role arn to update the credentials");

    [Fact]
    public async Task Update_with_a_credential_for_an_upstream_that_takes_none_is_refused() =>
        await Should.ThrowAsync<InvalidParameterException>(() => UpdateAsync("ecr-public", OtherSecret));

    [Fact]
    public async Task Update_with_a_role_for_an_upstream_that_takes_none_is_refused() =>
        await Should.ThrowAsync<InvalidParameterException>(() => UpdateAsync("docker-hub", roleArn: Role));

    [Fact]
    public async Task Update_of_a_rule_that_isnt_there_returns_PullThroughCacheRuleNotFoundException() =>
        await Should.ThrowAsync<PullThroughCacheRuleNotFoundException>(() => UpdateAsync("quay", OtherSecret));

    [Fact]
    public async Task Update_with_a_secret_that_isnt_there_returns_SecretNotFoundException()
    {
        await Should.ThrowAsync<SecretNotFoundException>(() => UpdateAsync("docker-hub", Secret));

        bench.Aws.Ecr.Find("docker-hub")!.UpdatedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task Update_with_a_secret_that_may_not_be_read_returns_UnableToAccessSecretException()
    {
        bench.Aws.Secrets.Put(OtherSecret, SecretState.Unreadable);

        await Should.ThrowAsync<UnableToAccessSecretException>(() => UpdateAsync("docker-hub", OtherSecret));
    }

    [Fact]
    public async Task Update_with_a_secret_that_may_not_be_decrypted_returns_UnableToDecryptSecretValueException()
    {
        bench.Aws.Secrets.Put(OtherSecret, SecretState.Undecryptable);

        await Should.ThrowAsync<UnableToDecryptSecretValueException>(() => UpdateAsync("docker-hub", OtherSecret));
    }

    private Task<UpdatePullThroughCacheRuleResponse> UpdateAsync(string prefix, string? credentialArn = null, string? roleArn = null) =>
        bench.Ecr.UpdatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = prefix, CredentialArn = credentialArn, CustomRoleArn = roleArn });
}
