using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

public sealed class PlannerTests
{
    private static readonly PullThroughCacheRule OtherUpstream = DockerHub with { UpstreamRegistryUrl = "ghcr.io", UpstreamRegistry = "github-container-registry" };
    private static readonly PullThroughCacheRule OtherCredential = DockerHub with { CredentialArn = OtherSecret };
    private static readonly PullThroughCacheRule OtherUpstreamPrefix = DockerHub with { UpstreamRepositoryPrefix = "library" };
    private static readonly PullThroughCacheRule PrivateUpstream = new(
        new(Account, "team"), "210987654321.dkr.ecr.us-east-1.amazonaws.com", "ecr", null, Role, RuleKey.Root, true, OnExisting.Fail);

    [Fact]
    public void Create_where_there_is_no_rule_creates_it() =>
        Planner.ForNewRule(DockerHub, null, Birth, isUpdate: false).ShouldBeOfType<Plan.Create>();

    [Fact]
    public void Create_over_an_equal_rule_made_since_the_request_checks_what_an_earlier_delivery_made() =>
        Planner.ForNewRule(DockerHub, Live(DockerHub, Now), Birth, isUpdate: false).ShouldBe(new Plan.Check(Live(DockerHub, Now), MadeByThisRequest: true));

    [Fact]
    public void Create_over_an_equal_rule_made_within_the_clock_skew_checks_what_an_earlier_delivery_made() =>
        Planner.ForNewRule(DockerHub, Live(DockerHub, Now.AddSeconds(-2)), Birth, isUpdate: false).ShouldBeOfType<Plan.Check>();

    [Fact]
    public void Create_over_an_equal_rule_made_before_the_request_is_refused() =>
        Planner.ForNewRule(DockerHub, Live(DockerHub, Now.AddSeconds(-2.1)), Birth, isUpdate: false).ShouldBeOfType<Plan.Refuse>();

    [Fact]
    public void Create_over_an_equal_rule_without_a_creation_date_is_refused() =>
        Planner.ForNewRule(DockerHub, Live(DockerHub) with { CreatedAt = null }, Birth, isUpdate: false).ShouldBeOfType<Plan.Refuse>();

    [Fact]
    public void Create_over_a_differing_rule_made_since_the_request_is_refused() =>
        Planner.ForNewRule(DockerHub, Live(OtherCredential, Now), Birth, isUpdate: false).ShouldBeOfType<Plan.Refuse>();

    [Fact]
    public void Create_with_Adopt_checks_an_equal_rule() =>
        Planner.ForNewRule(DockerHub with { OnExisting = OnExisting.Adopt }, Live(DockerHub), Birth, isUpdate: false)
            .ShouldBe(new Plan.Check(Live(DockerHub), MadeByThisRequest: false));

    [Fact]
    public void Create_with_Adopt_brings_another_credential_in_line() =>
        Planner.ForNewRule(OtherCredential with { OnExisting = OnExisting.Adopt }, Live(DockerHub), Birth, isUpdate: false)
            .ShouldBe(new Plan.ChangeAuthentication(Live(DockerHub)));

    [Fact]
    public void Create_with_Adopt_of_another_upstream_is_refused() =>
        Planner.ForNewRule(OtherUpstream with { OnExisting = OnExisting.Adopt }, Live(DockerHub), Birth, isUpdate: false)
            .ShouldBeOfType<Plan.Refuse>().Reason.ShouldBe(
                $"The rule docker-hub in registry {Account} already exists with another upstream: UpstreamRegistryUrl is registry-1.docker.io instead of ghcr.io, "
                + "UpstreamRegistry is docker-hub instead of github-container-registry. "
                + "Choose another EcrRepositoryPrefix, or delete the rule first; a rule with another upstream can't be adopted.");

    [Fact]
    public void Create_with_Adopt_of_another_upstream_prefix_is_refused() =>
        Planner.ForNewRule(OtherUpstreamPrefix with { OnExisting = OnExisting.Adopt }, Live(DockerHub), Birth, isUpdate: false).ShouldBeOfType<Plan.Refuse>();

    [Fact]
    public void Create_with_Adopt_that_would_take_a_role_away_is_refused() =>
        Planner.ForNewRule(PrivateUpstream with { CustomRoleArn = null, OnExisting = OnExisting.Adopt }, Live(PrivateUpstream), Birth, isUpdate: false)
            .ShouldBeOfType<Plan.Refuse>().Reason.ShouldBe(
                $"The rule team in registry {Account} already exists and can't be adopted: CustomRoleArn is {Role} instead of not set, which Amazon ECR can't take away in place. "
                + "Bring the template in line with it, or delete the rule first.");

    [Fact]
    public void A_refusal_says_how_to_adopt_a_rule_with_the_same_upstream() =>
        Planner.ForNewRule(OtherCredential, Live(DockerHub), Birth, isUpdate: false)
            .ShouldBeOfType<Plan.Refuse>().Reason.ShouldBe(
                $"The rule docker-hub in registry {Account} already exists: CredentialArn is {Secret} instead of {OtherSecret}. "
                + "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt.");

    [Fact]
    public void A_refusal_says_that_an_equal_rule_is_just_as_the_template_asks_for_it() =>
        Planner.ForNewRule(DockerHub, Live(DockerHub), Birth, isUpdate: false)
            .ShouldBeOfType<Plan.Refuse>().Reason.ShouldBe(
                $"The rule docker-hub in registry {Account} already exists, just as the template asks for it. "
                + "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt.");

    [Fact]
    public void Update_in_place_of_an_equal_rule_writes_nothing() =>
        InPlace(DockerHub, Live(DockerHub)).ShouldBe(new Plan.Keep(Live(DockerHub)));

    [Theory]
    [InlineData(false, OnExisting.Fail)]
    [InlineData(true, OnExisting.Adopt)]
    internal void Update_of_ValidateUpstream_or_OnExisting_alone_writes_nothing(bool validateUpstream, OnExisting onExisting) =>
        InPlace(DockerHub with { ValidateUpstream = validateUpstream, OnExisting = onExisting }, Live(DockerHub)).ShouldBeOfType<Plan.Keep>();

    [Fact]
    public void Update_that_is_delivered_again_checks_what_an_earlier_delivery_wrote() =>
        Redelivered(OtherCredential, DockerHub, Live(OtherCredential, updatedAt: Now.AddSeconds(1)))
            .ShouldBe(new Plan.Check(Live(OtherCredential, updatedAt: Now.AddSeconds(1)), MadeByThisRequest: true));

    [Fact]
    public void Update_that_is_delivered_again_checks_what_an_earlier_delivery_made() =>
        Redelivered(OtherUpstream, DockerHub, Live(OtherUpstream, Now.AddSeconds(1))).ShouldBeOfType<Plan.Check>();

    [Fact]
    public void Update_that_is_delivered_again_checks_what_was_written_at_the_moment_it_was_sent() =>
        Redelivered(OtherCredential, DockerHub, Live(OtherCredential, updatedAt: Now)).ShouldBeOfType<Plan.Check>();

    [Fact]
    public void Update_that_is_delivered_again_keeps_a_rule_that_was_as_desired_before_it_was_sent() =>
        Redelivered(DockerHub, OtherCredential, Live(DockerHub, updatedAt: Now.AddSeconds(-1))).ShouldBeOfType<Plan.Keep>();

    [Fact]
    public void Update_that_is_delivered_again_keeps_a_rule_of_which_ECR_does_not_tell_when_it_was_made() =>
        Redelivered(DockerHub, OtherCredential, Live(DockerHub) with { CreatedAt = null }).ShouldBeOfType<Plan.Keep>();

    [Fact]
    public void Update_that_is_delivered_for_the_first_time_keeps_a_rule_that_its_undoing_has_just_restored() =>
        InPlace(DockerHub, Live(DockerHub, updatedAt: Now.AddSeconds(1))).ShouldBeOfType<Plan.Keep>();

    [Fact]
    public void Update_that_is_delivered_late_leaves_a_later_change_alone() =>
        Redelivered(OtherCredential, DockerHub, Live(OtherUpstream, updatedAt: Now.AddSeconds(30)))
            .ShouldBeOfType<Plan.Refuse>().Reason.ShouldBe(
                $"The rule docker-hub in registry {Account} was changed after this Update was sent, to neither what it was nor what it was to become: "
                + "UpstreamRegistryUrl is ghcr.io instead of registry-1.docker.io, UpstreamRegistry is github-container-registry instead of docker-hub, "
                + $"CredentialArn is {Secret} instead of {OtherSecret}. It is left as it is; deploy again if it should change.");

    [Fact]
    public void Update_that_is_delivered_again_goes_on_where_an_earlier_delivery_put_the_old_rule_back() =>
        Redelivered(OtherUpstream, DockerHub, Live(DockerHub, Now.AddSeconds(30))).ShouldBeOfType<Plan.Replace>();

    [Fact]
    public void Update_that_is_delivered_again_changes_a_rule_that_was_another_before_it_was_sent() =>
        Redelivered(OtherCredential, DockerHub, Live(OtherUpstream)).ShouldBeOfType<Plan.Replace>();

    [Fact]
    public void Update_that_is_delivered_again_changes_a_rule_where_nobody_knows_what_it_was() =>
        Redelivered(OtherCredential, null, Live(OtherUpstream, updatedAt: Now.AddSeconds(30))).ShouldBeOfType<Plan.Replace>();

    [Fact]
    public void Update_of_the_credential_changes_it_in_place() =>
        InPlace(OtherCredential, Live(DockerHub)).ShouldBeOfType<Plan.ChangeAuthentication>();

    [Fact]
    public void Update_of_the_role_changes_it_in_place() =>
        InPlace(PrivateUpstream with { CustomRoleArn = Role + "-2" }, Live(PrivateUpstream)).ShouldBeOfType<Plan.ChangeAuthentication>();

    [Fact]
    public void Update_that_takes_a_role_away_replaces_the_rule() =>
        InPlace(PrivateUpstream with { CustomRoleArn = null }, Live(PrivateUpstream)).ShouldBeOfType<Plan.Replace>();

    [Fact]
    public void Update_of_the_upstream_replaces_the_rule() =>
        InPlace(OtherUpstream, Live(DockerHub)).ShouldBe(new Plan.Replace(Live(DockerHub)));

    [Fact]
    public void Update_of_the_upstream_prefix_replaces_the_rule() =>
        InPlace(OtherUpstreamPrefix, Live(DockerHub)).ShouldBeOfType<Plan.Replace>();

    [Fact]
    public void Update_of_a_rule_deleted_by_hand_creates_it_again() =>
        InPlace(DockerHub, null).ShouldBeOfType<Plan.Create>();

    [Fact]
    public void Update_to_a_new_prefix_creates_the_rule_there() =>
        Planner.ForNewRule(DockerHub, null, Birth, isUpdate: true).ShouldBeOfType<Plan.Create>();

    [Fact]
    public void Update_to_a_new_prefix_keeps_an_equal_rule_there_since_it_may_be_a_rollback() =>
        Planner.ForNewRule(DockerHub, Live(DockerHub), Birth, isUpdate: true).ShouldBeOfType<Plan.Keep>();

    [Fact]
    public void Update_to_a_new_prefix_checks_an_equal_rule_there_that_was_made_since() =>
        Planner.ForNewRule(DockerHub, Live(DockerHub, Now), Birth, isUpdate: true).ShouldBe(new Plan.Check(Live(DockerHub, Now), MadeByThisRequest: true));

    [Fact]
    public void Update_to_a_new_prefix_with_a_differing_rule_is_refused() =>
        Planner.ForNewRule(DockerHub, Live(OtherCredential), Birth, isUpdate: true).ShouldBeOfType<Plan.Refuse>();

    [Fact]
    public void Delete_of_a_rule_that_is_there_deletes_it() =>
        Planner.ForDelete(new(DockerHub.Key), Live(DockerHub), Birth, DockerHub).ShouldBe(new Plan.Delete(DockerHub.Key));

    [Fact]
    public void Delete_of_a_rule_that_Describe_does_not_show_is_tried_all_the_same() =>
        Planner.ForDelete(new(DockerHub.Key), null, Birth, DockerHub).ShouldBe(new Plan.Delete(DockerHub.Key));

    [Fact]
    public void Delete_of_an_id_that_names_no_rule_does_nothing() =>
        Planner.ForDelete(null, null, Birth, DockerHub).ShouldBe(new Plan.Ignore("the physical id names no rule"));

    [Fact]
    public void Delete_leaves_a_rule_alone_that_was_created_after_it_was_sent() =>
        Planner.ForDelete(new(DockerHub.Key), Live(DockerHub, Now.AddSeconds(3.1)), Birth, DockerHub)
            .ShouldBe(new Plan.Ignore("the rule was created after this Delete was sent, so it is another's"));

    [Fact]
    public void Delete_takes_a_rule_away_that_was_created_just_before_by_a_clock_two_seconds_ahead() =>
        Planner.ForDelete(new(DockerHub.Key), Live(DockerHub, Now.AddSeconds(2.9)), Birth, DockerHub).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_of_unknown_birth_deletes_whatever_the_id_names() =>
        Planner.ForDelete(new(DockerHub.Key), Live(DockerHub, Now.AddMinutes(1)), Birth with { IsKnown = false }, DockerHub).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_after_an_unsure_Create_deletes_a_rule_created_since() =>
        Planner.ForDelete(Unsure, Live(DockerHub, Now.AddSeconds(-50)), Birth, DockerHub).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_an_older_rule_alone() =>
        Planner.ForDelete(Unsure, Live(DockerHub, Now.AddSeconds(-63)), Birth, DockerHub)
            .ShouldBe(new Plan.Ignore("the Create that failed made no rule that is still there"));

    [Fact]
    public void Delete_after_an_unsure_Create_deletes_a_rule_whose_call_took_effect_after_it_was_given_up() =>
        Planner.ForDelete(Unsure, Live(DockerHub, Now.AddSeconds(-10)), Birth, DockerHub).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_a_rule_alone_that_a_later_deployment_made() =>
        Planner.ForDelete(Unsure, Live(DockerHub, Now.AddSeconds(-9.9)), Birth, DockerHub).ShouldBeOfType<Plan.Ignore>();

    [Fact]
    public void Delete_after_an_unsure_Create_allows_for_two_seconds_of_skew() =>
        Planner.ForDelete(Unsure, Live(DockerHub, Now.AddSeconds(-62)), Birth, DockerHub).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_after_an_unsure_Create_does_nothing_where_there_is_no_rule() =>
        Planner.ForDelete(Unsure, null, Birth, DockerHub).ShouldBeOfType<Plan.Ignore>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_a_rule_alone_that_it_did_not_ask_for() =>
        Planner.ForDelete(Unsure, Live(OtherCredential, Now.AddSeconds(-50)), Birth, DockerHub).ShouldBeOfType<Plan.Ignore>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_the_rule_alone_where_the_properties_make_no_sense() =>
        Planner.ForDelete(Unsure, Live(DockerHub, Now.AddSeconds(-50)), Birth, asked: null).ShouldBeOfType<Plan.Ignore>();

    [Fact]
    public void A_rotated_credential_deletes_no_rule_on_the_way() => Planner.MayHaveReplaced(DockerHub, OtherCredential).ShouldBeFalse();

    [Fact]
    public void Another_upstream_deletes_the_rule_on_the_way() =>
        Planner.MayHaveReplaced(DockerHub, DockerHub with { UpstreamRegistryUrl = "ghcr.io" }).ShouldBeTrue();

    [Fact]
    public void Another_prefix_leaves_the_old_rule_until_the_end() =>
        Planner.MayHaveReplaced(DockerHub, DockerHub with { Key = new("123456789012", "other"), UpstreamRegistryUrl = "ghcr.io" }).ShouldBeFalse();

    private static DeleteTarget Unsure { get; } = new(DockerHub.Key, new(Now.AddMinutes(-1), Now.AddSeconds(-40)));

    private static Plan InPlace(PullThroughCacheRule desired, LiveRule? live) => Planner.ForOwnRule(desired, previous: null, live, Birth, mayBeRedelivery: false);

    private static Plan Redelivered(PullThroughCacheRule desired, PullThroughCacheRule? previous, LiveRule? live) =>
        Planner.ForOwnRule(desired, previous, live, Birth, mayBeRedelivery: true);
}
