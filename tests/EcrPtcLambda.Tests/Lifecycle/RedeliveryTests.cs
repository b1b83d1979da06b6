using System.Text.Json;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

/// <summary>
/// Events that are delivered a second time: because the process died or its response was lost, or late, long after their first
/// response.
/// </summary>
public sealed class RedeliveryTests : IDisposable
{
    private const string Validate = "ValidatePullThroughCacheRule";

    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private static readonly (string Name, string Value)[] DockerHub =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private static readonly (string Name, string Value)[] Rotated = [.. DockerHub[..2], ("CredentialArn", OtherSecret)];

    private static readonly (string Name, string Value)[] OtherPrefix = [("EcrRepositoryPrefix", "hub"), .. DockerHub[1..]];

    private readonly World world = new();

    [Fact]
    public async Task A_late_duplicate_of_a_Create_leaves_its_rule_alone_where_the_check_can_not_be_made()
    {
        var @event = world.Event("Create", null, DockerHub);
        await world.DeliverAsync(@event);
        world.Clock.Advance(TimeSpan.FromMinutes(3));
        world.Aws.Faults.Next(Validate, new Fault.ServerError(), times: 1000);

        await world.DeliverAsync(@event);

        world.Rule("docker-hub").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_late_duplicate_of_a_Create_leaves_its_rule_alone_where_the_credential_has_expired_since()
    {
        var @event = world.Event("Create", null, DockerHub);
        await world.DeliverAsync(@event);
        world.Clock.Advance(TimeSpan.FromMinutes(3));
        world.Aws.Secrets.Put(Secret, SecretState.BadCredentials);

        await world.DeliverAsync(@event);

        world.Rule("docker-hub").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_Create_whose_first_delivery_died_before_the_check_fails_by_it_and_its_rollback_deletes_the_rule()
    {
        var @event = world.Event("Create", null, DockerHub);
        world.Aws.Ecr.Put(RuleOf("docker-hub", Secret));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Aws.Secrets.Put(Secret, SecretState.BadCredentials);

        var made = world.Id("docker-hub");

        await world.DeliverAsync(@event);
        var response = world.ResponseTo(@event);
        await world.DeleteAsync(response.PhysicalResourceId, DockerHub);

        response.Status.ShouldBe("FAILED");
        response.PhysicalResourceId.ShouldBe(made);
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_adoption_of_an_equal_rule_with_a_credential_that_the_upstream_rejects_fails_and_leaves_the_rule()
    {
        await world.CreateAsync(DockerHub);
        world.Clock.Advance(TimeSpan.FromDays(1));
        world.Aws.Secrets.Put(Secret, SecretState.BadCredentials);

        var response = await world.CreateAsync([.. DockerHub, ("OnExisting", "Adopt")]);

        response.Status.ShouldBe("FAILED");
        response.PhysicalResourceId!.ShouldStartWith("create-failed:");
        world.Rule("docker-hub").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_Update_whose_first_delivery_died_before_the_check_fails_by_it_and_its_rollback_sets_the_old_credential()
    {
        await world.CreateAsync(DockerHub);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var @event = EventWithOld(world.Id("docker-hub"), Rotated, DockerHub);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        world.Aws.Ecr.Put(world.Rule("docker-hub")! with { CredentialArn = OtherSecret, UpdatedAt = world.Clock.GetUtcNow() });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);

        await world.DeliverAsync(@event);
        await world.DeliverAsync(EventWithOld(world.Id("docker-hub"), DockerHub, Rotated));

        world.ResponseTo(@event).Status.ShouldBe("FAILED");
        world.Rule("docker-hub")!.CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task An_Update_to_a_new_prefix_whose_first_delivery_died_before_the_check_fails_by_the_new_id_so_that_it_is_cleaned_up()
    {
        await world.CreateAsync(DockerHub);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var @event = EventWithOld(world.Id("docker-hub"), [.. OtherPrefix[..2], ("CredentialArn", OtherSecret)], DockerHub);
        world.Aws.Ecr.Put(RuleOf("hub", OtherSecret));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);

        var made = $"{world.Id("hub")}~{world.Id("docker-hub")}";

        await world.DeliverAsync(@event);
        var rolledBack = await world.UpdateAsync(made, DockerHub);
        await world.DeleteAsync(made, OtherPrefix);

        world.ResponseTo(@event).PhysicalResourceId.ShouldBe(made);
        rolledBack.PhysicalResourceId.ShouldBe(world.Id("docker-hub"), rolledBack.Reason);
        world.Aws.Ecr.Rules.ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe("docker-hub");
    }

    [Fact]
    public async Task A_rollback_of_a_move_whose_first_delivery_died_before_the_check_fails_by_the_id_that_finds_the_predecessor_again()
    {
        var id = (await world.CreateAsync(DockerHub)).PhysicalResourceId!;
        world.Clock.Advance(TimeSpan.FromDays(1));
        var moved = (await world.UpdateAsync(id, OtherPrefix)).PhysicalResourceId!;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var @event = EventWithOld(moved, Rotated, OtherPrefix);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        world.Aws.Ecr.Put(world.Rule("docker-hub")! with { CredentialArn = OtherSecret, UpdatedAt = world.Clock.GetUtcNow() });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);

        await world.DeliverAsync(@event);

        world.ResponseTo(@event).Status.ShouldBe("FAILED");
        world.ResponseTo(@event).PhysicalResourceId.ShouldBe(moved);
    }

    [Fact]
    public async Task A_redelivery_that_can_not_check_what_an_earlier_one_made_succeeds_all_the_same()
    {
        var @event = world.Event("Create", null, DockerHub);
        world.Aws.Ecr.Put(RuleOf("docker-hub", Secret));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Aws.Faults.Next(Validate, new Fault.ServerError(), times: 1000);

        await world.DeliverAsync(@event);

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task An_Update_whose_response_was_lost_succeeds_after_the_check_alone()
    {
        await world.CreateAsync(DockerHub);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var @event = EventWithOld(world.Id("docker-hub"), Rotated, DockerHub);
        world.Aws.Faults.Next(Faults.PutObject, new Fault.ServerError(503), times: 1000);
        await Should.ThrowAsync<EcrPtcLambda.CloudFormation.ResponseNotDeliveredException>(() => world.DeliverAsync(@event));
        world.Aws.Faults.Clear();
        var before = world.EcrCalls.Count;

        await world.DeliverAsync(@event);

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS");
        world.EcrCalls.Skip(before).ShouldBe(["Describes", "Validate"]);
    }

    [Fact]
    public async Task A_late_duplicate_of_an_Update_leaves_a_later_ones_work_alone()
    {
        const string third = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-3-MnOpQr";
        world.Aws.Secrets.Put(third);
        await world.CreateAsync(DockerHub);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var @event = EventWithOld(world.Id("docker-hub"), Rotated, DockerHub);
        await world.DeliverAsync(@event);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.UpdateAsync(world.Id("docker-hub"), [.. DockerHub[..2], ("CredentialArn", third)]);
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.DeliverAsync(@event);

        world.Rule("docker-hub")!.CredentialArn.ShouldBe(third);
    }

    [Fact]
    public async Task An_Update_to_a_new_prefix_that_fails_before_it_can_look_names_what_may_be_left_behind()
    {
        await world.CreateAsync(DockerHub);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var @event = EventWithOld(world.Id("docker-hub"), OtherPrefix, DockerHub);
        world.Aws.Ecr.Put(RuleOf("hub", Secret));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Aws.Ecr.Deny("ecr:DescribePullThroughCacheRules");

        await world.DeliverAsync(@event);

        var response = world.ResponseTo(@event);
        response.PhysicalResourceId!.ShouldMatch($"^create-unsure:[0-9]+-[0-9]+:{Account}:hub~{world.Id("docker-hub")}$");
        response.Reason!.ShouldContain("the rule hub");
        response.Reason!.ShouldContain("An earlier delivery of this request may have written the rule");
    }

    [Fact]
    public async Task What_a_Create_of_unknown_effect_left_behind_is_not_what_a_later_deployment_made()
    {
        world.Timeout = TimeSpan.FromSeconds(20);
        world.Aws.Faults.Next("CreatePullThroughCacheRule", new Fault.Delay(TimeSpan.FromSeconds(60)), times: 2);
        world.Aws.Faults.Next("DescribePullThroughCacheRules", new Fault.Delay(TimeSpan.FromSeconds(60)));
        var unsure = (await world.CreateAsync(Quay)).PhysicalResourceId!;
        unsure.ShouldStartWith("create-unsure:");
        world.Aws.Ecr.Remove("quay");
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var retried = await world.UpdateAsync(unsure, Quay);

        await world.DeleteAsync(unsure, Quay);

        retried.PhysicalResourceId.ShouldBe(world.Id("quay"), retried.Reason);
        world.Rule("quay").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_duplicate_that_comes_upon_the_other_deliverys_rule_knows_it_where_Describe_still_shows_the_one_before()
    {
        await world.GivenDeletedRuleThatDescribeStillShowsAsync("quay", Quay);
        (string Name, string Value)[] other = [.. Quay, ("UpstreamRepositoryPrefix", "team")];
        var @event = world.Event("Create", null, other);
        world.Aws.Ecr.Put(new(Account, "quay", "quay.io", "quay", null, null, "team", world.Clock.GetUtcNow(), world.Clock.GetUtcNow()));

        await world.DeliverAsync(@event);

        world.ResponseTo(@event).Status.ShouldBe("SUCCESS", world.ResponseTo(@event).Reason);
    }

    public void Dispose() => world.Dispose();

    private EmulatedRule RuleOf(string prefix, string credentialArn) => new(
        Account, prefix, "registry-1.docker.io", "docker-hub", credentialArn, null, "ROOT", world.Clock.GetUtcNow(), world.Clock.GetUtcNow());

    private JsonElement EventWithOld(string id, (string Name, string Value)[] properties, (string Name, string Value)[] old) => JsonDocument.Parse(
        world.Event("Update", id, properties).GetRawText().Replace(
            "\"ResourceProperties\"", $"\"OldResourceProperties\":{Properties(old).GetRawText()},\"ResourceProperties\"", StringComparison.Ordinal)).RootElement;
}
