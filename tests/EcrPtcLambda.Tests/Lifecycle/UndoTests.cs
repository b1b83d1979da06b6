using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

/// <summary>The state of ECR at the moment of a FAILED response, before any rollback.</summary>
public sealed class UndoTests : IDisposable
{
    private const string CreateRule = "CreatePullThroughCacheRule";
    private const string UpdateRule = "UpdatePullThroughCacheRule";
    private const string DeleteRule = "DeletePullThroughCacheRule";

    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private static readonly (string Name, string Value)[] DockerHub =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private static readonly (string Name, string Value)[] Rotated = [.. DockerHub[..2], ("CredentialArn", OtherSecret)];

    private static readonly (string Name, string Value)[] OtherUpstream =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "github-container-registry"), ("CredentialArn", OtherSecret)];

    private static readonly (string Name, string Value)[] OwnUpstream =
        [("EcrRepositoryPrefix", "upstream"), ("UpstreamRegistryUrl", $"{Account}.dkr.ecr.us-west-2.amazonaws.com")];

    // The SDK's own tries draw on a budget of the whole process, which so many failures would use up for other tests.
    private readonly World world = new() { SdkRetries = 0 };
    private string id = "";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3.5)]
    public async Task A_replacement_whose_check_fails_is_undone_however_Describe_lags(double seconds)
    {
        await GivenAsync(DockerHub);
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(seconds);
        world.Aws.Secrets.Put(OtherSecret, SecretState.BadCredentials);

        ShouldHaveFailed(await world.UpdateAsync(id, OtherUpstream), "The old rule has been put back.");

        world.Rule("docker-hub")!.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
        world.Rule("docker-hub")!.CredentialArn.ShouldBe(Secret);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3.5)]
    public async Task A_replacement_whose_Create_took_effect_unseen_is_undone_however_Describe_lags(double seconds)
    {
        await GivenAsync(DockerHub);
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(seconds);
        world.Aws.Faults.Next(CreateRule, new Fault.LostResponse());

        ShouldHaveFailed(await world.UpdateAsync(id, OtherUpstream), "The old rule has been put back.");

        world.Rule("docker-hub")!.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
    }

    [Fact]
    public async Task A_replacement_whose_Delete_took_effect_unseen_is_undone()
    {
        await GivenAsync(DockerHub);
        world.Aws.Faults.Next(DeleteRule, new Fault.LostResponse());
        ThrottleUntilUndoing(DeleteRule);

        ShouldHaveFailed(await world.UpdateAsync(id, OtherUpstream), "The old rule has been put back.");

        world.Rule("docker-hub")!.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
    }

    [Fact]
    public async Task A_replacement_that_never_got_to_delete_the_rule_says_that_it_is_as_it_was()
    {
        await GivenAsync(DockerHub);
        ThrottleUntilUndoing(DeleteRule);

        ShouldHaveFailed(await world.UpdateAsync(id, OtherUpstream), "The rule is as it was.");

        world.Writes.ShouldBe(["Create", .. world.Writes.Skip(1).Where(call => call is "Delete")]);
        world.Rule("docker-hub")!.UpstreamRegistryUrl.ShouldBe("registry-1.docker.io");
    }

    [Fact]
    public async Task A_rule_of_someone_elses_that_came_between_is_left_alone()
    {
        await GivenAsync(DockerHub);
        world.Aws.Faults.Next(DeleteRule, new Fault.LostResponse());
        world.Aws.Faults.Next(DeleteRule, new Fault.ServerError(503));
        world.Aws.CallLog.Recorded += (_, call) =>
        {
            if (call.Operation == DeleteRule && world.Rule("docker-hub") is null)
            {
                world.Aws.Ecr.Put(new(Account, "docker-hub", "quay.io", "quay", null, null, "ROOT", world.Clock.GetUtcNow(), world.Clock.GetUtcNow()));
            }
        };

        ShouldHaveFailed(await world.UpdateAsync(id, OtherUpstream), "It could not be undone");

        world.Rule("docker-hub")!.UpstreamRegistryUrl.ShouldBe("quay.io");
    }

    [Fact]
    public async Task A_credential_that_was_set_unseen_is_set_back()
    {
        await GivenAsync(DockerHub);
        world.Aws.Faults.Next(UpdateRule, new Fault.LostResponse());
        ThrottleUntilUndoing(UpdateRule);

        ShouldHaveFailed(await world.UpdateAsync(id, Rotated), "The rule has its old credential again.");

        world.Rule("docker-hub")!.CredentialArn.ShouldBe(Secret);
    }

    [Fact]
    public async Task A_role_that_was_never_set_costs_the_rule_nothing()
    {
        await GivenAsync(OwnUpstream);
        world.Aws.Faults.Next(UpdateRule, new Fault.ServerError(), times: 10);
        world.Aws.Faults.Next(CreateRule, new Fault.ServerError(), times: 10);

        var response = await world.UpdateAsync(id, [.. OwnUpstream, ("CustomRoleArn", Role)]);

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("The rule is as it was.");
        world.Rule("upstream").ShouldNotBeNull();
        world.Writes.ShouldNotContain("Delete");
    }

    [Fact]
    public async Task A_role_that_was_set_unseen_is_taken_away_again()
    {
        await GivenAsync(OwnUpstream);
        world.Aws.Faults.Next(UpdateRule, new Fault.LostResponse());
        world.Aws.Faults.Next(UpdateRule, new Fault.ServerError());

        var response = await world.UpdateAsync(id, [.. OwnUpstream, ("CustomRoleArn", Role)]);

        response.Reason!.ShouldContain("The old rule has been put back.");
        world.Rule("upstream")!.CustomRoleArn.ShouldBeNull();
    }

    [Theory]
    [InlineData("503")]
    [InlineData("throttled")]
    [InlineData("LimitExceededException")]
    public async Task A_Create_that_took_effect_unseen_is_undone_whatever_it_ended_with(string end)
    {
        world.Aws.Faults.Next(CreateRule, new Fault.LostResponse());
        world.Aws.Faults.Next(
            CreateRule,
            end switch { "503" => new Fault.ServerError(503), "throttled" => new Fault.Throttle(), _ => new Fault.Error(end, "full") },
            times: 1000);

        var response = await world.CreateAsync(Quay);

        response.Status.ShouldBe("FAILED");
        response.Reason!.ShouldContain("What was created has been deleted again.");
        response.PhysicalResourceId!.ShouldStartWith("create-failed:");
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_Create_that_took_effect_unseen_is_undone_where_Describe_still_shows_a_rule_that_was_deleted_before()
    {
        await world.GivenDeletedRuleThatDescribeStillShowsAsync("quay", Quay);
        world.Aws.Faults.Next(CreateRule, new Fault.LostResponse());

        (await world.CreateAsync(Quay)).Reason!.ShouldContain("What was created has been deleted again.");

        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_rule_that_a_failed_Update_made_and_deleted_again_is_not_kept_by_the_rollback_however_Describe_lags(double seconds)
    {
        await GivenAsync(DockerHub);
        world.Aws.Ecr.Remove("docker-hub");
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(seconds);
        world.Aws.Faults.Next(CreateRule, new Fault.LostResponse());
        (string, string)[] changed = [.. DockerHub, ("ValidateUpstream", "false")];
        ShouldHaveFailed(await world.UpdateFromAsync(id, DockerHub, changed), "What was created has been deleted again.");

        var response = await world.UpdateFromAsync(id, changed, DockerHub);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        world.Rule("docker-hub").ShouldNotBeNull();
    }

    [Fact]
    public async Task An_Update_waits_until_Describe_shows_the_rule_and_takes_it_for_nothing_that_a_Create_of_its_own_left()
    {
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(4);
        id = (await world.CreateAsync(Quay)).PhysicalResourceId!;
        world.Aws.Faults.Next(CreateRule, new Fault.ServerError(503), times: 1000);

        var response = await world.UpdateFromAsync(id, Quay, [.. Quay, ("ValidateUpstream", "false")]);

        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.PhysicalResourceId.ShouldBe(id);
        world.Rule("quay").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_rollback_waits_until_Describe_shows_the_rule_that_the_ID_names_as_its_predecessor()
    {
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(4);
        id = (await world.CreateAsync(Quay)).PhysicalResourceId!;
        (string, string)[] moved = [("EcrRepositoryPrefix", "moved"), Quay[1]];
        var movedId = (await world.UpdateFromAsync(id, Quay, moved)).PhysicalResourceId!;

        var response = await world.UpdateFromAsync(movedId, moved, Quay);

        response.PhysicalResourceId.ShouldBe(id, response.Reason);
        world.Writes.ShouldBe(["Create", "Create"]);
    }

    [Fact]
    public async Task An_Update_back_to_a_prefix_that_may_have_left_its_rule_there_is_cleaned_up_by_the_rollback()
    {
        await GivenAsync(Quay);
        (string, string)[] moved = [("EcrRepositoryPrefix", "moved"), Quay[1]];
        var movedId = (await world.UpdateFromAsync(id, Quay, moved)).PhysicalResourceId!;
        await world.DeleteAsync(id, Quay);
        world.Aws.Faults.Next(CreateRule, new Fault.LostResponse());
        world.Aws.Faults.Next(DeleteRule, new Fault.Refused());

        var failed = await world.UpdateFromAsync(movedId, moved, Quay);
        var rolledBack = await world.UpdateFromAsync(failed.PhysicalResourceId!, Quay, moved);
        await world.CleanUpAsync(failed.PhysicalResourceId!, rolledBack, Quay);

        failed.Status.ShouldBe("FAILED");
        world.Aws.Ecr.Rules.ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe("moved");
    }

    [Fact]
    public async Task A_rule_that_replaces_one_gone_from_its_prefix_is_the_stacks_even_where_the_ID_remembers_an_adoption()
    {
        (string, string)[] adopting = [.. Quay, ("OnExisting", "Adopt")];
        (string, string)[] moved = [("EcrRepositoryPrefix", "moved"), .. adopting[1..]];
        await GivenAsync(Quay);
        var adopted = (await world.CreateAsync(adopting)).PhysicalResourceId!;
        world.Aws.Ecr.Remove("quay");
        world.Aws.Faults.Next(CreateRule, new Fault.Reset());
        var failed = await world.UpdateFromAsync(adopted, adopting, moved);

        var rolledBack = await world.UpdateFromAsync(failed.PhysicalResourceId!, moved, adopting);
        await world.DeleteAsync(rolledBack.PhysicalResourceId, adopting);

        failed.PhysicalResourceId!.ShouldStartWith("create-unsure:");
        world.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replacement_that_cannot_be_described_survives_the_clean_up_of_the_previous_rule_however_Describe_lags()
    {
        await GivenAsync(DockerHub);
        world.Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(4);
        world.Aws.Faults.Next("DescribePullThroughCacheRules", new Fault.Delay(TimeSpan.Zero));
        world.Aws.Faults.Next("DescribePullThroughCacheRules", new Fault.Reset());

        var response = await world.UpdateFromAsync(id, DockerHub, OtherUpstream);
        await world.CleanUpAsync(id, response, DockerHub);

        world.Rule("docker-hub").ShouldNotBeNull().UpstreamRegistryUrl.ShouldBe("ghcr.io");
    }

    [Fact]
    public async Task A_Create_that_had_no_effect_says_so()
    {
        world.Aws.Faults.Next(CreateRule, new Fault.ServerError(503), times: 1000);

        (await world.CreateAsync(Quay)).Reason!.ShouldContain("Nothing of it was found in Amazon ECR.");
    }

    [Fact]
    public async Task A_rule_that_Validate_does_not_know_yet_is_waited_for()
    {
        world.Aws.Faults.Next("ValidatePullThroughCacheRule", new Fault.Error("PullThroughCacheRuleNotFoundException", "not yet"), times: 2);

        (await world.CreateAsync(DockerHub)).Status.ShouldBe("SUCCESS");
    }

    public void Dispose() => world.Dispose();

    private async Task GivenAsync((string Name, string Value)[] properties)
    {
        var created = await world.CreateAsync(properties);
        created.Status.ShouldBe("SUCCESS");
        id = created.PhysicalResourceId!;
        world.Clock.Advance(TimeSpan.FromDays(1));
    }

    // Of 120 s, changes have 109 and their undoing eight more.
    private void ThrottleUntilUndoing(string operation) => world.Aws.Faults.Until(world.Clock.GetUtcNow().AddSeconds(110), operation, new Fault.Throttle());

    private void ShouldHaveFailed(CloudFormationResponse response, string reason)
    {
        response.Status.ShouldBe("FAILED");
        response.PhysicalResourceId.ShouldBe(id);
        response.Reason!.ShouldContain(reason);
    }
}
