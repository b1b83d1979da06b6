using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

public sealed class UpdateTests : IAsyncLifetime, IDisposable
{
    private static readonly (string Name, string Value)[] DockerHub =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private static readonly (string Name, string Value)[] Rotated =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", OtherSecret)];

    private static readonly (string Name, string Value)[] OtherUpstream =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "github-container-registry"), ("CredentialArn", Secret)];

    private static readonly (string Name, string Value)[] OtherPrefix =
        [("EcrRepositoryPrefix", "hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private readonly World world = new();
    private int callsBefore;
    private string id = "";

    public async Task InitializeAsync()
    {
        (await world.CreateAsync(DockerHub)).Status.ShouldBe("SUCCESS");
        world.Clock.Advance(TimeSpan.FromDays(1));
        callsBefore = world.EcrCalls.Count;
        id = world.Id("docker-hub");
    }

    [Fact]
    public async Task A_new_credential_is_set_in_place()
    {
        var createdAt = world.Rule("docker-hub")!.CreatedAt;

        var response = await world.UpdateAsync(id, Rotated);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.PhysicalResourceId.ShouldBe(id);
        response.Data!["CredentialArn"].ShouldBe(OtherSecret);
        response.Data!.Keys.ShouldBe(["EcrRepositoryPrefix", "UpstreamRegistryUrl", "UpstreamRegistry", "RegistryId", "CredentialArn", "CustomRoleArn", "UpstreamRepositoryPrefix", "CreatedAt", "RepositoryUri"]);
        world.Rule("docker-hub")!.CreatedAt.ShouldBe(createdAt);
        Calls.ShouldBe(["Describes", "Update", "Validate"]);
    }

    [Fact]
    public async Task A_credential_that_the_upstream_rejects_fails_the_Update_and_the_old_one_is_set_again()
    {
        world.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);

        var response = await world.UpdateAsync(id, Rotated);

        ShouldHaveFailed(response, "The rule has its old credential again.");
        world.Rule("docker-hub")!.CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task An_equal_rule_is_not_written()
    {
        var response = await world.UpdateAsync(id, DockerHub);

        response.Status.ShouldBe("SUCCESS");
        Calls.ShouldBe(["Describes"]);
    }

    [Theory]
    [InlineData("ValidateUpstream", "false")]
    [InlineData("OnExisting", "Adopt")]
    public async Task A_change_of_how_it_is_deployed_alone_writes_nothing(string name, string value)
    {
        await world.UpdateAsync(id, [.. DockerHub, (name, value)]);

        Calls.ShouldBe(["Describes"]);
    }

    [Fact]
    public async Task A_wrong_name_of_the_rules_upstream_is_no_reason_to_replace_it()
    {
        world.Aws.Ecr.Put(world.Rule("docker-hub")! with { UpstreamRegistry = "quay" });

        var response = await world.UpdateAsync(id, DockerHub);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        Calls.ShouldBe(["Describes"]);
    }

    [Fact]
    public async Task A_rule_without_a_name_is_put_back_without_one()
    {
        world.Aws.Ecr.Put(world.Rule("docker-hub")! with { UpstreamRegistry = null! });
        world.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Error("UnsupportedUpstreamRegistryException", "not here"));

        var response = await world.UpdateAsync(id, OtherUpstream);

        ShouldHaveFailed(response, "The old rule has been put back.");
        ShouldBeAsItWas();
    }

    [Fact]
    public async Task Another_upstream_replaces_the_rule_under_its_prefix()
    {
        var response = await world.UpdateAsync(id, OtherUpstream);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.PhysicalResourceId.ShouldBe($"{world.Id("docker-hub")}~{id}");
        world.Rule("docker-hub")!.UpstreamRegistryUrl.ShouldBe("ghcr.io");
        Calls.ShouldBe(["Describes", "Delete", "Create", "Validate", "Describes"]);
    }

    [Fact]
    public async Task A_replacement_that_fails_puts_the_old_rule_back()
    {
        world.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Error("UnsupportedUpstreamRegistryException", "not here"));

        var response = await world.UpdateAsync(id, OtherUpstream);

        ShouldHaveFailed(response, "The old rule has been put back.");
        response.Reason!.ShouldContain("UnsupportedUpstreamRegistryException");
        ShouldBeAsItWas();
    }

    [Fact]
    public async Task A_replacement_whose_check_fails_puts_the_old_rule_back()
    {
        world.Aws.Faults.Next("ValidatePullThroughCacheRule", new Fault.Error("ValidationException", "nope"));

        var response = await world.UpdateAsync(id, OtherUpstream);

        ShouldHaveFailed(response, "The old rule has been put back.");
        ShouldBeAsItWas();
    }

    [Fact]
    public async Task A_replacement_whose_Create_lost_its_response_is_complete()
    {
        world.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.LostResponse());

        var response = await world.UpdateAsync(id, OtherUpstream);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("docker-hub")!.UpstreamRegistryUrl.ShouldBe("ghcr.io");
    }

    [Fact]
    public async Task A_replacement_that_runs_out_of_time_puts_the_old_rule_back_within_its_reserve()
    {
        world.Timeout = TimeSpan.FromSeconds(60);
        world.Aws.Faults.Until(world.Clock.GetUtcNow().AddSeconds(43), "CreatePullThroughCacheRule", new Fault.Throttle());

        var response = await world.UpdateAsync(id, OtherUpstream);

        ShouldHaveFailed(response, "The old rule has been put back.");
        ShouldBeAsItWas();
    }

    [Fact]
    public async Task A_replacement_is_not_begun_without_time_to_put_the_rule_back()
    {
        world.Timeout = TimeSpan.FromSeconds(60);
        world.Aws.Faults.Until(world.Clock.GetUtcNow().AddSeconds(30), "DescribePullThroughCacheRules", new Fault.Throttle());

        var response = await world.UpdateAsync(id, OtherUpstream);

        ShouldHaveFailed(response, "too little time");
        Calls.ShouldAllBe(call => call == "Describes");
    }

    [Fact]
    public async Task A_rule_deleted_by_hand_is_created_again()
    {
        world.Aws.Ecr.Remove("docker-hub");

        var response = await world.UpdateAsync(id, Rotated);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("docker-hub")!.CredentialArn.ShouldBe(OtherSecret);
    }

    [Fact]
    public async Task A_rule_that_is_created_again_within_a_minute_survives_the_clean_up()
    {
        world.Aws.Ecr.Remove("docker-hub");
        var young = (await world.UpdateAsync(id, DockerHub)).PhysicalResourceId!;
        world.Aws.Ecr.Remove("docker-hub");
        world.Clock.Advance(TimeSpan.FromSeconds(40));

        var response = await world.UpdateFromAsync(young, DockerHub, [.. DockerHub, ("ValidateUpstream", "false")]);
        await world.CleanUpAsync(young, response, DockerHub);

        world.Rule("docker-hub").ShouldNotBeNull();
        (await world.DeleteAsync(response.PhysicalResourceId, DockerHub)).Status.ShouldBe("SUCCESS");
        world.Rule("docker-hub").ShouldBeNull();
    }

    [Fact]
    public async Task A_rule_that_Describe_still_shows_after_it_was_deleted_by_hand_is_created_again()
    {
        world.Aws.Faults.Next("UpdatePullThroughCacheRule", new Fault.Error("PullThroughCacheRuleNotFoundException", "gone"));
        world.Aws.Faults.Next("DescribePullThroughCacheRules", new Fault.Delay(TimeSpan.Zero));

        var response = await world.UpdateAsync(id, Rotated);

        response.Status.ShouldBe("SUCCESS", response.Reason);
    }

    [Fact]
    public async Task A_new_prefix_makes_a_new_rule_and_leaves_the_old_one_to_CloudFormation()
    {
        var response = await world.UpdateAsync(id, OtherPrefix);
        response.PhysicalResourceId.ShouldBe($"{world.Id("hub")}~{id}");
        world.Aws.Ecr.Rules.Count.ShouldBe(2);

        await world.DeleteAsync(id, DockerHub);

        world.Aws.Ecr.Rules.ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe("hub");
    }

    [Fact]
    public async Task A_new_registry_makes_a_new_rule()
    {
        var secret = Secret.Replace(Account, OtherAccount, StringComparison.Ordinal);
        world.Aws.Secrets.Put(secret);

        var response = await world.UpdateAsync(
            id, ("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", secret), ("RegistryId", OtherAccount));

        response.PhysicalResourceId.ShouldBe($"{world.Id("docker-hub", OtherAccount)}~{id}", response.Reason);
    }

    [Fact]
    public async Task A_new_prefix_that_fails_leaves_the_old_rule_and_nothing_of_the_new()
    {
        world.Aws.Faults.Next("ValidatePullThroughCacheRule", new Fault.Error("ValidationException", "nope"));

        var response = await world.UpdateAsync(id, OtherPrefix);

        ShouldHaveFailed(response, "What was created has been deleted again.");
        world.Aws.Ecr.Rules.ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe("docker-hub");
    }

    [Fact]
    public async Task A_rollback_after_a_replacement_finds_its_old_rule_and_writes_nothing()
    {
        var moved = (await world.UpdateAsync(id, OtherPrefix)).PhysicalResourceId!;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var writes = world.Writes.Count();

        var response = await world.UpdateAsync(moved, DockerHub);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.PhysicalResourceId.ShouldBe(id);
        world.Writes.Count().ShouldBe(writes);
    }

    [Fact]
    public async Task An_Update_back_to_a_prefix_whose_rule_was_deleted_a_moment_ago_makes_it_anew()
    {
        var moved = (await world.UpdateAsync(id, OtherPrefix)).PhysicalResourceId!;
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(3);
        await world.DeleteAsync(id, DockerHub);

        var response = await world.UpdateAsync(moved, DockerHub);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("docker-hub").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_prefix_at_which_Describe_still_shows_a_rule_that_was_deleted_is_free()
    {
        await world.GivenDeletedRuleThatDescribeStillShowsAsync("hub", OtherPrefix);

        var response = await world.UpdateAsync(id, OtherPrefix);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("hub").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_prefix_with_another_rule_at_it_fails_and_leaves_both()
    {
        await world.CreateAsync(("EcrRepositoryPrefix", "hub"), ("UpstreamRegistryUrl", "quay.io"));
        world.Clock.Advance(TimeSpan.FromMinutes(5));

        var response = await world.UpdateAsync(id, OtherPrefix);

        ShouldHaveFailed(response, "already exists with another upstream");
        world.Rule("hub")!.UpstreamRegistryUrl.ShouldBe("quay.io");
        ShouldBeAsItWas();
    }

    [Theory]
    [InlineData("", "/")]
    [InlineData("123456789012:", "")]
    public async Task An_id_in_another_spelling_is_returned_unchanged_so_that_nothing_is_cleaned_up(string before, string behind)
    {
        var spelt = before + id.Replace("@", $"{behind}@", StringComparison.Ordinal);

        var response = await world.UpdateAsync(spelt, Rotated);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.PhysicalResourceId.ShouldBe(spelt);
    }

    [Fact]
    public async Task Invalid_properties_fail_the_Update_with_the_old_id()
    {
        var response = await world.UpdateAsync(id, ("EcrRepositoryPrefix", "docker-hub"));

        ShouldHaveFailed(response, "UpstreamRegistryUrl is required");
        Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redelivered_Update_writes_nothing_again()
    {
        var @event = world.Event("Update", id, OtherUpstream);
        await world.DeliverAsync(@event);
        var writes = world.Writes.Count();

        await world.DeliverAsync(@event);

        world.Writes.Count().ShouldBe(writes);
        world.Aws.Responses.Responses.Where(response => response.IsDuplicate).ShouldHaveSingleItem().Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_rollback_is_not_refused_for_an_old_credential_that_has_expired_since()
    {
        world.Aws.Secrets.Put(Secret, SecretState.BadCredentials);
        world.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);
        (await world.UpdateAsync(id, Rotated)).Status.ShouldBe("FAILED");

        (await world.UpdateAsync(id, DockerHub)).Status.ShouldBe("SUCCESS");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => world.Dispose();

    private IEnumerable<string> Calls => world.EcrCalls.Skip(callsBefore);

    private void ShouldHaveFailed(CloudFormationResponse response, string reason)
    {
        response.Status.ShouldBe("FAILED");
        response.PhysicalResourceId.ShouldBe(id);
        response.Reason!.ShouldContain(reason);
    }

    private void ShouldBeAsItWas()
    {
        var rule = world.Rule("docker-hub").ShouldNotBeNull();
        rule.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        rule.CredentialArn.ShouldBe(Secret);
    }
}
