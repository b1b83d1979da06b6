using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

public sealed class CreateTests : IDisposable
{
    private const string CreateRule = "CreatePullThroughCacheRule";

    private static readonly (string Name, string Value)[] EcrPublicProperties =
        [("EcrRepositoryPrefix", "ecr-public"), ("UpstreamRegistryUrl", "public.ecr.aws")];

    private static readonly (string Name, string Value)[] DockerHubProperties =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private readonly World world = new();

    public static TheoryData<string, string, string, string> EveryRegistry => new()
    {
        { "ecr", "210987654321.dkr.ecr.us-east-1.amazonaws.com", "", Role },
        { "ecr-public", "public.ecr.aws", "", "" },
        { "quay", "quay.io", "", "" },
        { "k8s", "registry.k8s.io", "", "" },
        { "docker-hub", "registry-1.docker.io", Secret, "" },
        { "github-container-registry", "ghcr.io", Secret, "" },
        { "gitlab-container-registry", "registry.gitlab.com", Secret, "" },
        { "azure-container-registry", "contoso.azurecr.io", Secret, "" },
        { "chainguard", "cgr.dev", Secret, "" },
    };

    [Theory]
    [MemberData(nameof(EveryRegistry))]
    public async Task Every_upstream_registry_gets_its_rule(string name, string url, string credentialArn, string customRoleArn)
    {
        var response = await world.CreateAsync(
            ("EcrRepositoryPrefix", "cache/x"), ("UpstreamRegistryUrl", url), ("UpstreamRegistry", name),
            ("CredentialArn", credentialArn), ("CustomRoleArn", customRoleArn), ("UpstreamRepositoryPrefix", "team"));

        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.PhysicalResourceId.ShouldBe(world.Id("cache/x"));
        response.NoEcho.ShouldBe(false);
        response.Data.ShouldBe(new Dictionary<string, string>
        {
            ["EcrRepositoryPrefix"] = "cache/x",
            ["UpstreamRegistryUrl"] = url,
            ["UpstreamRegistry"] = name,
            ["RegistryId"] = Account,
            ["CredentialArn"] = credentialArn,
            ["CustomRoleArn"] = customRoleArn,
            ["UpstreamRepositoryPrefix"] = "team",
            ["CreatedAt"] = world.Rule("cache/x")!.CreatedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            ["RepositoryUri"] = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cache/x",
        });
        world.Rule("cache/x")!.UpstreamRegistry.ShouldBe(name);
    }

    [Fact]
    public async Task A_rule_for_ROOT_has_a_repository_URI_without_a_prefix()
    {
        var response = await world.CreateAsync(("EcrRepositoryPrefix", "ROOT"), ("UpstreamRegistryUrl", "quay.io"));

        response.Data!["RepositoryUri"].ShouldBe("123456789012.dkr.ecr.us-east-1.amazonaws.com");
    }

    [Fact]
    public async Task A_rule_in_another_accounts_registry_is_named_with_that_account()
    {
        var response = await world.CreateAsync(("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io"), ("RegistryId", OtherAccount));

        response.PhysicalResourceId.ShouldBe(world.Id("quay", OtherAccount));
        response.Data!["RepositoryUri"].ShouldBe("210987654321.dkr.ecr.us-east-1.amazonaws.com/quay");
        world.Rule("quay", OtherAccount).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_credential_is_checked_after_the_rule_is_created()
    {
        await world.CreateAsync(DockerHubProperties);

        world.EcrCalls.ShouldBe(["Create", "Validate"]);
    }

    [Fact]
    public async Task A_credential_is_not_checked_where_the_template_says_so()
    {
        world.Aws.Secrets.Put(Secret, SecretState.BadCredentials);

        var response = await world.CreateAsync([.. DockerHubProperties, ("ValidateUpstream", "false")]);

        response.Status.ShouldBe("SUCCESS");
        world.EcrCalls.ShouldBe(["Create"]);
    }

    [Fact]
    public async Task A_rule_without_a_credential_is_not_checked()
    {
        await world.CreateAsync(EcrPublicProperties);

        world.EcrCalls.ShouldBe(["Create"]);
    }

    [Theory]
    [InlineData(SecretState.BadCredentials, "401 Unauthorized")]
    [InlineData(SecretState.Malformed, "username and accessToken")]
    public async Task A_credential_that_the_upstream_rejects_fails_the_Create_and_leaves_nothing(SecretState state, string why)
    {
        world.Aws.Secrets.Put(Secret, state);

        var response = await world.CreateAsync(DockerHubProperties);

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain(why);
        response.Reason!.ShouldContain("What was created has been deleted again.");
        response.PhysicalResourceId!.ShouldStartWith("create-failed:");
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Invalid_properties_fail_the_Create_without_a_call()
    {
        var response = await world.CreateAsync(("EcrRepositoryPrefix", "X"), ("UpstreamRegistryUrl", "https://quay.io"));

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("(1) EcrRepositoryPrefix");
        response.Reason!.ShouldContain("(2) UpstreamRegistryUrl");
        response.Data.ShouldBeNull();
        world.EcrCalls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_that_is_there_already_fails_the_Create_untouched()
    {
        await world.CreateAsync(EcrPublicProperties);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var before = world.Rule("ecr-public");

        var response = await world.CreateAsync(EcrPublicProperties);

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("OnExisting: Adopt");
        world.Rule("ecr-public").ShouldBe(before);
        world.Writes.ShouldBe(["Create", "Create"]);
    }

    [Fact]
    public async Task A_redelivered_Create_looks_before_it_writes()
    {
        var @event = world.Event("Create", null, EcrPublicProperties);
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.DeliverAsync(@event);

        world.EcrCalls.ShouldBe(["Describes", "Create"]);
    }

    [Fact]
    public async Task A_Create_that_may_adopt_looks_before_it_writes()
    {
        await world.CreateAsync([.. EcrPublicProperties, ("OnExisting", "Adopt")]);

        world.EcrCalls.ShouldBe(["Describes", "Create"]);
    }

    [Fact]
    public async Task A_duplicate_that_meets_the_rule_of_the_other_delivery_does_not_delete_it()
    {
        var @event = world.Event("Create", null, DockerHubProperties);
        await world.DeliverAsync(@event);
        world.Aws.Faults.Next("ValidatePullThroughCacheRule", new Fault.ServerError(), times: 1000);

        await world.DeliverAsync(@event);

        world.Rule("docker-hub").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_Delete_that_follows_a_failed_Create_leaves_the_rule_that_was_there()
    {
        await world.CreateAsync(EcrPublicProperties);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var failed = await world.CreateAsync(EcrPublicProperties);

        var deleted = await world.DeleteAsync(failed.PhysicalResourceId, EcrPublicProperties);

        deleted.Status.ShouldBe("SUCCESS");
        deleted.PhysicalResourceId.ShouldBe(failed.PhysicalResourceId);
        world.Rule("ecr-public").ShouldNotBeNull();
    }

    [Fact]
    public async Task Adoption_takes_a_rule_over_and_brings_its_credential_in_line()
    {
        await world.CreateAsync(DockerHubProperties);
        world.Clock.Advance(TimeSpan.FromDays(30));

        var response = await world.CreateAsync(
            ("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", OtherSecret), ("OnExisting", "Adopt"));

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("docker-hub")!.CredentialArn.ShouldBe(OtherSecret);
        world.Writes.ShouldBe(["Create", "Update"]);
    }

    /// <summary>ECR silently takes a wrong name for a registry without authentication: the URL says what is cached.</summary>
    [Fact]
    public async Task A_rule_that_was_made_with_a_wrong_name_is_adopted_without_a_write()
    {
        world.Aws.Ecr.Put(new(Account, "ecr-public", "public.ecr.aws", "quay", null, null, null, world.Clock.GetUtcNow().AddDays(-1), world.Clock.GetUtcNow().AddDays(-1)));

        var response = await world.CreateAsync([.. EcrPublicProperties, ("OnExisting", "Adopt")]);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.PhysicalResourceId.ShouldBe($"{world.Id("ecr-public")}!adopted");
        world.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_that_Describe_still_shows_after_it_was_deleted_is_not_adopted_but_made()
    {
        await world.GivenDeletedRuleThatDescribeStillShowsAsync("ecr-public", EcrPublicProperties);

        var response = await world.CreateAsync([.. EcrPublicProperties, ("OnExisting", "Adopt")]);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("ecr-public").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_rule_with_another_upstream_that_Describe_still_shows_after_it_was_deleted_is_no_reason_to_refuse_an_adoption()
    {
        await world.GivenDeletedRuleThatDescribeStillShowsAsync("ecr-public", EcrPublicProperties);

        var response = await world.CreateAsync([EcrPublicProperties[0], ("UpstreamRegistryUrl", "quay.io"), ("OnExisting", "Adopt")]);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("ecr-public")!.UpstreamRegistryUrl.ShouldBe("quay.io");
    }

    [Fact]
    public async Task A_failed_adoption_gives_the_rule_its_credential_back()
    {
        await world.CreateAsync(DockerHubProperties);
        world.Clock.Advance(TimeSpan.FromDays(30));
        world.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);

        var response = await world.CreateAsync(
            ("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", OtherSecret), ("OnExisting", "Adopt"));

        response.Status.ShouldBe("FAILED");
        response.PhysicalResourceId!.ShouldStartWith("create-failed:");
        world.Rule("docker-hub")!.CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task A_redelivered_Create_whose_response_was_lost_succeeds_without_a_write()
    {
        var @event = world.Event("Create", null, EcrPublicProperties);
        world.Aws.Faults.Next(Faults.PutObject, new Fault.ServerError(503), times: 1000);
        await Should.ThrowAsync<EcrPtcLambda.CloudFormation.ResponseNotDeliveredException>(() => world.DeliverAsync(@event));
        world.Aws.Faults.Clear();

        await world.DeliverAsync(@event);

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
        world.Writes.ShouldBe(["Create"]);
    }

    [Fact]
    public async Task A_request_id_seen_before_is_no_reason_to_skip_work()
    {
        var @event = world.Event("Create", null, EcrPublicProperties);
        await world.DeliverAsync(@event);
        world.Aws.Ecr.Remove("ecr-public");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = @event.GetRawText().Replace(
            @event.GetProperty("ResponseURL").GetString()!,
            world.Aws.Responses.CreateResponseUrl(StackId, "Rule", @event.GetProperty("RequestId").GetString()!),
            StringComparison.Ordinal);

        await world.DeliverAsync(again);

        world.Rule("ecr-public").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_create_whose_response_was_lost_counts_as_created()
    {
        world.Aws.Faults.Next(CreateRule, new Fault.LostResponse());

        var response = await world.CreateAsync(EcrPublicProperties);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("ecr-public").ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(3.9)]
    public async Task A_create_whose_response_was_lost_counts_as_created_even_where_Describe_lags(double seconds)
    {
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(seconds);
        world.Aws.Faults.Next(CreateRule, new Fault.LostResponse());

        var response = await world.CreateAsync(EcrPublicProperties);

        response.Status.ShouldBe("SUCCESS", response.Reason);
    }

    [Fact]
    public async Task A_redelivered_create_that_fails_before_it_can_look_gets_an_id_by_which_the_Delete_cleans_up()
    {
        var @event = world.Event("Create", null, EcrPublicProperties);
        world.Aws.Ecr.Put(new(Account, "ecr-public", "public.ecr.aws", "ecr-public", null, null, "ROOT", world.Clock.GetUtcNow(), world.Clock.GetUtcNow()));
        world.Clock.Advance(TimeSpan.FromSeconds(60));
        world.Aws.Ecr.Deny("ecr:DescribePullThroughCacheRules");

        await world.DeliverAsync(@event);
        world.Aws.Ecr.Allow("ecr:DescribePullThroughCacheRules");
        var response = world.ResponseTo(@event);
        await world.DeleteAsync(response.PhysicalResourceId, EcrPublicProperties);

        response.PhysicalResourceId!.ShouldStartWith("create-unsure:");
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_create_of_unknown_effect_gets_an_id_by_which_the_Delete_cleans_up()
    {
        world.Timeout = TimeSpan.FromSeconds(20);
        world.Aws.Faults.Next(CreateRule, new Fault.Delay(TimeSpan.FromSeconds(60)), times: 2);

        var response = await world.CreateAsync(EcrPublicProperties);
        response.Status.ShouldBe("FAILED");
        response.PhysicalResourceId!.ShouldStartWith("create-unsure:");

        // The call that was given up takes effect all the same.
        world.Aws.Ecr.Put(new(Account, "ecr-public", "public.ecr.aws", "ecr-public", null, null, "ROOT", world.Clock.GetUtcNow(), world.Clock.GetUtcNow()));
        var deleted = await world.DeleteAsync(response.PhysicalResourceId, EcrPublicProperties);

        deleted.Status.ShouldBe("SUCCESS");
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DescribePullThroughCacheRules")]
    [InlineData(CreateRule)]
    [InlineData("ValidatePullThroughCacheRule")]
    public async Task A_policy_that_is_not_known_everywhere_yet_is_waited_for(string operation)
    {
        world.Aws.Faults.Next(operation, new Fault.Error("AccessDeniedException", "not yet"), times: 4);

        (await world.CreateAsync(DockerHubProperties)).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Throttling_is_waited_out_while_there_is_time()
    {
        foreach (var operation in (string[])["DescribePullThroughCacheRules", CreateRule, "ValidatePullThroughCacheRule"])
        {
            world.Aws.Faults.Until(world.Clock.GetUtcNow().AddSeconds(60), operation, new Fault.Throttle());
        }

        (await world.CreateAsync(DockerHubProperties)).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_secret_that_is_not_readable_yet_is_waited_for()
    {
        world.Aws.Secrets.Put(Secret, foundFrom: world.Clock.GetUtcNow().AddSeconds(8));

        var response = await world.CreateAsync(DockerHubProperties);

        response.Status.ShouldBe("SUCCESS", response.Reason);
    }

    [Fact]
    public async Task A_secret_that_never_becomes_readable_is_waited_for_twenty_seconds_at_most()
    {
        world.Aws.Secrets.Put(Secret, SecretState.Unreadable);
        var start = world.Clock.GetUtcNow();

        var response = await world.CreateAsync(DockerHubProperties);

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("UnableToAccessSecretException");
        (world.Clock.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
    }

    public void Dispose() => world.Dispose();
}
