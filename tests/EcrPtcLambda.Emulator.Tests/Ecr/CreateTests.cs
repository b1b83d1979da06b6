using Amazon.ECR;
using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

public sealed class CreateTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Create_returns_the_rule()
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
    public async Task No_upstream_prefix_is_reported_where_none_was_given()
    {
        var created = await CreateAsync("ecr-public", "public.ecr.aws");
        var described = await bench.Ecr.DescribePullThroughCacheRulesAsync(new() { EcrRepositoryPrefixes = ["ecr-public"] });

        created.UpstreamRepositoryPrefix.ShouldBeNull();
        described.PullThroughCacheRules.ShouldHaveSingleItem().UpstreamRepositoryPrefix.ShouldBeNull();
    }

    [Fact]
    public async Task Create_of_ROOT_with_an_upstream_prefix_is_refused()
    {
        await Should.ThrowAsync<InvalidParameterException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "ROOT", UpstreamRegistryUrl = "quay.io", UpstreamRepositoryPrefix = "team" }));

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ROOT")]
    public async Task Create_of_ROOT_without_an_upstream_prefix_makes_a_rule(string? upstreamPrefix) =>
        (await bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "ROOT", UpstreamRegistryUrl = "quay.io", UpstreamRepositoryPrefix = upstreamPrefix })).EcrRepositoryPrefix.ShouldBe("ROOT");

    [Theory]
    [InlineData("public.ecr.aws", "ecr-public")]
    [InlineData("quay.io", "quay")]
    [InlineData("registry.k8s.io", "k8s")]
    public async Task Create_identifies_an_upstream_without_credential_by_its_url(string url, string name)
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
    public async Task Create_identifies_an_upstream_with_credential_by_its_url(string url, string name)
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
    public async Task Create_of_a_rule_that_exists_returns_PullThroughCacheRuleAlreadyExistsException(string existing, string prefix)
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
    public async Task Create_for_another_upstream_returns_UnsupportedUpstreamRegistryException(string url)
    {
        await Should.ThrowAsync<UnsupportedUpstreamRegistryException>(() => CreateAsync("cache", url));

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("registry-1.docker.io")]
    [InlineData("ghcr.io")]
    [InlineData("registry.gitlab.com")]
    [InlineData("cgr.dev")]
    [InlineData("team.azurecr.io")]
    public async Task Create_with_a_name_that_isnt_the_urls_is_refused_for_registries_with_a_login(string url)
    {
        bench.Aws.Secrets.Put(Secret);

        (await Should.ThrowAsync<InvalidParameterException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "cache", UpstreamRegistryUrl = url, UpstreamRegistry = UpstreamRegistry.K8s, CredentialArn = Secret })))
            .Message.ShouldBe("Invalid input: Upstream registry URL and entered upstream registry do not match. Please verify input and try again.");
    }

    [Theory]
    [InlineData("public.ecr.aws")]
    [InlineData("quay.io")]
    [InlineData("registry.k8s.io")]
    public async Task Create_with_a_name_that_isnt_the_urls_is_silently_taken_for_registries_without_a_login(string url) =>
        (await bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "cache", UpstreamRegistryUrl = url, UpstreamRegistry = UpstreamRegistry.DockerHub })).UpstreamRegistryUrl.ShouldBe(url);

    [Fact]
    public async Task Create_without_the_credential_that_the_upstream_needs_returns_UnsupportedUpstreamRegistryException() =>
        (await Should.ThrowAsync<UnsupportedUpstreamRegistryException>(() => CreateAsync("docker-hub", "registry-1.docker.io"))).Message.ShouldBe(
            "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN containing the upstream registry credentials and try again.");

    [Fact]
    public async Task Create_with_a_credential_for_an_upstream_that_takes_none_is_refused() =>
        (await Should.ThrowAsync<InvalidParameterException>(() => CreateAsync("cache", "quay.io", Secret)))
            .Message.ShouldStartWith("The specified upstream registry doesn't require authentication");

    [Fact]
    public async Task Create_with_a_role_for_an_upstream_that_takes_none_is_refused() =>
        (await Should.ThrowAsync<InvalidParameterException>(() => CreateAsync("cache", "quay.io", roleArn: Role)))
            .Message.ShouldBe("Upstream registry URL and provided credential type do not match");

    [Fact]
    public async Task Create_for_another_accounts_ecr_without_a_role_is_refused() =>
        await Should.ThrowAsync<InvalidParameterException>(() => CreateAsync("base", $"{OtherAccount}.dkr.ecr.eu-west-1.amazonaws.com"));

    [Fact]
    public async Task Create_for_the_registry_itself_is_refused() =>
        (await Should.ThrowAsync<InvalidParameterException>(() => CreateAsync("base", $"{Account}.dkr.ecr.us-east-1.amazonaws.com")))
            .Message.ShouldBe("Upstream registry URL cannot be the same as the cache registry");

    [Theory]
    [InlineData("a.azurecr.io")]
    [InlineData("Team_1.azurecr.io")]
    public async Task Create_takes_any_name_of_an_azure_registry(string url)
    {
        bench.Aws.Secrets.Put(Secret);

        (await CreateAsync("azure", url, Secret)).UpstreamRegistryUrl.ShouldBe(url);
    }

    [Fact]
    public async Task Create_with_a_secret_that_isnt_there_returns_SecretNotFoundException()
    {
        (await Should.ThrowAsync<SecretNotFoundException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret)))
            .Message.ShouldBe("The ARN of the secret specified in the pull through cache rule was not found");

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf")]
    [InlineData("arn:aws:secretsmanager:us-east-1:210987654321:secret:ecr-pullthroughcache/docker-hub-AbCdEf")]
    public async Task Create_with_a_secret_of_another_Region_or_account_is_refused(string secret)
    {
        bench.Aws.Secrets.Put(secret);

        (await Should.ThrowAsync<SecretNotFoundException>(() => CreateAsync("docker-hub", "registry-1.docker.io", secret)))
            .Message.ShouldBe("Please verify the secret exists in the same region and account that the pullthrough cache rule will be created in");
    }

    [Fact]
    public async Task Create_with_a_secret_that_was_removed_returns_SecretNotFoundException()
    {
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Secrets.Remove(Secret);

        await Should.ThrowAsync<SecretNotFoundException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));
    }

    [Fact]
    public async Task Create_with_a_secret_that_may_not_be_read_returns_UnableToAccessSecretException()
    {
        bench.Aws.Secrets.Put(Secret, SecretState.Unreadable);

        await Should.ThrowAsync<UnableToAccessSecretException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));
    }

    [Fact]
    public async Task Create_with_a_secret_that_may_not_be_decrypted_returns_UnableToDecryptSecretValueException()
    {
        bench.Aws.Secrets.Put(Secret, SecretState.Undecryptable);

        await Should.ThrowAsync<UnableToDecryptSecretValueException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));
    }

    [Fact]
    public async Task A_secret_that_was_made_a_moment_ago_is_not_found_yet()
    {
        bench.Aws.Secrets.VisibilityDelay = TimeSpan.FromSeconds(10);
        bench.Aws.Secrets.Put(Secret);
        await Should.ThrowAsync<SecretNotFoundException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));

        bench.Clock.Advance(TimeSpan.FromSeconds(10));

        (await CreateAsync("docker-hub", "registry-1.docker.io", Secret)).CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task A_secret_whose_value_changes_stays_found()
    {
        bench.Aws.Secrets.Put(Secret, SecretState.BadCredentials);
        bench.Aws.Secrets.VisibilityDelay = TimeSpan.FromSeconds(10);
        bench.Aws.Secrets.Put(Secret);

        (await CreateAsync("docker-hub", "registry-1.docker.io", Secret)).CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task The_service_linked_role_that_a_Create_makes_can_not_read_the_secret_for_a_while()
    {
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Ecr.ServiceLinkedRoleDelay = TimeSpan.FromSeconds(10);
        await Should.ThrowAsync<UnableToAccessSecretException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));
        bench.Clock.Advance(TimeSpan.FromSeconds(9));
        await Should.ThrowAsync<UnableToAccessSecretException>(() => CreateAsync("docker-hub", "registry-1.docker.io", Secret));

        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        (await CreateAsync("docker-hub", "registry-1.docker.io", Secret)).CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task A_rule_without_a_credential_does_not_wait_for_the_service_linked_role()
    {
        bench.Aws.Ecr.ServiceLinkedRoleDelay = TimeSpan.FromSeconds(10);

        (await CreateAsync("quay", "quay.io")).UpstreamRegistryUrl.ShouldBe("quay.io");
    }

    [Fact]
    public async Task A_service_linked_role_of_an_earlier_rule_reads_at_once()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Ecr.ServiceLinkedRoleDelay = TimeSpan.FromSeconds(10);

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
    public async Task Create_beyond_the_quota_returns_LimitExceededException()
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
