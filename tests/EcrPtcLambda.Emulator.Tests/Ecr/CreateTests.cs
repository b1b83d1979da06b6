using Amazon.ECR;
using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Secrets;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

public sealed class CreateTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Create_answers_with_the_rule()
    {
        bench.Aws.Secrets.Put(Secret);

        var response = await bench.Ecr.CreatePullThroughCacheRuleAsync(new()
        {
            EcrRepositoryPrefix = "docker-hub",
            UpstreamRegistryUrl = "registry-1.docker.io",
            UpstreamRegistry = UpstreamRegistry.DockerHub,
            CredentialArn = Secret,
            UpstreamRepositoryPrefix = "library",
        });

        response.RegistryId.ShouldBe(Account);
        response.EcrRepositoryPrefix.ShouldBe("docker-hub");
        response.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        response.UpstreamRegistry.ShouldBe(UpstreamRegistry.DockerHub);
        response.CredentialArn.ShouldBe(Secret);
        response.CustomRoleArn.ShouldBeNull();
        response.UpstreamRepositoryPrefix.ShouldBe("library");
        response.CreatedAt!.Value.ToUniversalTime().ShouldBe(Now.UtcDateTime);
        response.ResponseMetadata.RequestId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Create_of_a_prefix_with_a_given_creation_time_is_of_that_time()
    {
        var given = Now.AddDays(-100);
        using var timed = new Bench(new() { CreationTimes = new Dictionary<string, DateTimeOffset> { ["quay"] = given } });

        var sample = await timed.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io" });
        var other = await timed.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "other", UpstreamRegistryUrl = "quay.io" });

        sample.CreatedAt!.Value.ToUniversalTime().ShouldBe(given.UtcDateTime);
        other.CreatedAt!.Value.ToUniversalTime().ShouldBe(Now.UtcDateTime);
    }

    [Fact]
    public async Task Create_takes_every_upstream_repository_where_no_prefix_is_given()
    {
        var response = await CreateAsync("ecr-public", "public.ecr.aws");

        response.UpstreamRepositoryPrefix.ShouldBe("ROOT");
    }

    [Theory]
    [InlineData("public.ecr.aws", "ecr-public")]
    [InlineData("quay.io", "quay")]
    [InlineData("registry.k8s.io", "k8s")]
    public async Task Create_tells_an_upstream_without_credential_by_its_url(string url, string name)
    {
        var response = await CreateAsync("cache", url);

        response.UpstreamRegistry!.Value.ShouldBe(name);
    }

    [Theory]
    [InlineData("registry-1.docker.io", "docker-hub")]
    [InlineData("ghcr.io", "github-container-registry")]
    [InlineData("registry.gitlab.com", "gitlab-container-registry")]
    [InlineData("team.azurecr.io", "azure-container-registry")]
    [InlineData("cgr.dev", "chainguard")]
    public async Task Create_tells_an_upstream_with_credential_by_its_url(string url, string name)
    {
        bench.Aws.Secrets.Put(Secret);

        var response = await CreateAsync("cache", url, Secret);

        response.UpstreamRegistry!.Value.ShouldBe(name);
    }

    [Fact]
    public async Task Create_for_another_accounts_ecr_keeps_the_role()
    {
        var response = await CreateAsync("base", $"{OtherAccount}.dkr.ecr.eu-west-1.amazonaws.com", roleArn: Role);

        response.UpstreamRegistry.ShouldBe(UpstreamRegistry.Ecr);
        response.CustomRoleArn.ShouldBe(Role);
    }

    [Fact]
    public async Task Create_for_the_accounts_own_ecr_needs_no_role()
    {
        var response = await CreateAsync("base", $"{Account}.dkr.ecr.eu-west-1.amazonaws.com");

        response.CustomRoleArn.ShouldBeNull();
    }

    [Theory]
    [InlineData("x1", "x1")]
    [InlineData("x1", "x1/")]
    [InlineData("x1/", "x1")]
    [InlineData("x1/", "x1/")]
    public async Task Create_of_a_rule_that_exists_answers_PullThroughCacheRuleAlreadyExistsException(string existing, string prefix)
    {
        bench.Aws.Ecr.Put(EcrPublic(existing));

        var error = await Should.ThrowAsync<PullThroughCacheRuleAlreadyExistsException>(() => CreateAsync(prefix, "quay.io"));

        error.Message.ShouldContain(Account);
        bench.Aws.Ecr.Rules.ShouldHaveSingleItem().UpstreamRegistryUrl.ShouldBe("public.ecr.aws");
    }

    [Fact]
    public async Task Create_keeps_the_prefix_as_it_was_given()
    {
        var response = await CreateAsync("team/quay/", "quay.io");

        response.EcrRepositoryPrefix.ShouldBe("team/quay/");
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("https://quay.io")]
    [InlineData("quay.io/")]
    [InlineData("QUAY.IO")]
    [InlineData(".azurecr.io")]
    [InlineData("12345.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("")]
    public async Task Create_for_another_upstream_answers_UnsupportedUpstreamRegistryException(string url)
    {
        await Should.ThrowAsync<UnsupportedUpstreamRegistryException>(() => CreateAsync("cache", url));

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_with_an_upstream_that_isnt_the_urls_answers_ValidationException() =>
        await Should.ThrowAsync<ValidationException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "cache", UpstreamRegistryUrl = "quay.io", UpstreamRegistry = UpstreamRegistry.K8s }));

    [Fact]
    public async Task Create_without_the_credential_that_the_upstream_needs_answers_UnsupportedUpstreamRegistryException() =>
        await Should.ThrowAsync<UnsupportedUpstreamRegistryException>(() => CreateAsync("docker-hub", "registry-1.docker.io"));

    [Fact]
    public async Task Create_with_a_credential_for_an_upstream_that_takes_none_answers_ValidationException() =>
        await Should.ThrowAsync<ValidationException>(() => CreateAsync("cache", "quay.io", Secret));

    [Fact]
    public async Task Create_with_a_role_for_an_upstream_that_takes_none_answers_ValidationException() =>
        await Should.ThrowAsync<ValidationException>(() => CreateAsync("cache", "quay.io", roleArn: Role));

    [Fact]
    public async Task Create_for_another_accounts_ecr_without_a_role_answers_ValidationException() =>
        await Should.ThrowAsync<ValidationException>(() => CreateAsync("base", $"{OtherAccount}.dkr.ecr.eu-west-1.amazonaws.com"));

    [Fact]
    public async Task Create_with_a_secret_that_isnt_there_answers_SecretNotFoundException()
    {
        await Should.ThrowAsync<SecretNotFoundException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_with_a_secret_that_was_removed_answers_SecretNotFoundException()
    {
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Secrets.Remove(Secret);

        await Should.ThrowAsync<SecretNotFoundException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));
    }

    [Fact]
    public async Task Create_with_a_secret_that_may_not_be_read_answers_UnableToAccessSecretException()
    {
        bench.Aws.Secrets.Put(Secret, SecretState.Unreadable);

        await Should.ThrowAsync<UnableToAccessSecretException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));
    }

    [Fact]
    public async Task Create_with_a_secret_that_may_not_be_decrypted_answers_UnableToDecryptSecretValueException()
    {
        bench.Aws.Secrets.Put(Secret, SecretState.Undecryptable);

        await Should.ThrowAsync<UnableToDecryptSecretValueException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));
    }

    [Fact]
    public async Task Create_with_a_secret_becomes_possible_when_it_becomes_readable()
    {
        bench.Aws.Secrets.Put(Secret, readableFrom: Now.AddSeconds(10));
        await Should.ThrowAsync<UnableToAccessSecretException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));

        bench.Clock.Advance(TimeSpan.FromSeconds(10));

        (await CreateAsync("docker-hub", "registry-1.docker.io", Secret)).CredentialArn.ShouldBe(Secret);
    }

    [Theory]
    [InlineData(SecretState.BadCredentials)]
    [InlineData(SecretState.Malformed)]
    public async Task Create_doesnt_look_at_what_a_secret_holds(SecretState state)
    {
        bench.Aws.Secrets.Put(Secret, state);

        (await CreateAsync("docker-hub", "registry-1.docker.io", Secret)).CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task Create_beyond_the_quota_answers_LimitExceededException()
    {
        for (var count = 0; count < 50; count++)
        {
            await CreateAsync($"cache-{count}", "quay.io");
        }

        var error = await Should.ThrowAsync<LimitExceededException>(() => CreateAsync("cache-50", "quay.io"));

        error.Message.ShouldContain("50");
        bench.Aws.Ecr.Rules.Count.ShouldBe(50);
    }

    [Fact]
    public async Task Create_has_room_again_after_a_Delete()
    {
        bench.Aws.Ecr.Quota = 1;
        bench.Aws.Ecr.Put(EcrPublic());

        await bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" });

        (await CreateAsync("quay", "quay.io")).EcrRepositoryPrefix.ShouldBe("quay");
    }

    [Fact]
    public async Task Create_counts_each_registrys_rules_for_itself()
    {
        bench.Aws.Ecr.Quota = 1;
        bench.Aws.Ecr.Put(EcrPublic(registryId: OtherAccount));

        (await CreateAsync("quay", "quay.io")).EcrRepositoryPrefix.ShouldBe("quay");
    }

    private Task<CreatePullThroughCacheRuleResponse> CreateAsync(string prefix, string url, string? credentialArn = null, string? roleArn = null) =>
        bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = prefix, UpstreamRegistryUrl = url, CredentialArn = credentialArn, CustomRoleArn = roleArn });
}
