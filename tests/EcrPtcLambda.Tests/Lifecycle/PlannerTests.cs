using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

/// <summary>The decision table of docs/lifecycle.md, row by row.</summary>
public sealed class PlannerTests
{
    private static readonly PullThroughCacheRule OtherUpstream = DockerHub with { UpstreamRegistryUrl = "ghcr.io", UpstreamRegistry = "github-container-registry" };
    private static readonly PullThroughCacheRule OtherCredential = DockerHub with { CredentialArn = OtherSecret };
    private static readonly PullThroughCacheRule OtherUpstreamPrefix = DockerHub with { UpstreamRepositoryPrefix = "library" };
    private static readonly PullThroughCacheRule PrivateUpstream = new(
        new(Account, "team"), "210987654321.dkr.ecr.us-east-1.amazonaws.com", "ecr", null, Role, RuleKey.Root, true, OnExisting.Fail);

    private static readonly PullThroughCacheRule Adopting = DockerHub with { OnExisting = OnExisting.Adopt };
    private static readonly PullThroughCacheRule Moved = DockerHub with { Key = new(Account, "hub") };

    // What the resource owns: made a month ago.
    private static readonly RuleInstance Own = Live(DockerHub).Instance;
    private static readonly RuleInstance AtNewPrefix = new(Moved.Key, Now);

    [Fact]
    public void Create_where_there_is_no_rule_creates_it() => Create(DockerHub, null).ShouldBe(new Plan.Create(RuleOwnership.New));

    [Fact]
    public void Create_over_an_equal_rule_made_since_the_request_checks_what_an_earlier_delivery_made() =>
        Create(DockerHub, Live(DockerHub, Now)).ShouldBe(new Plan.Validate(Live(DockerHub, Now), MadeByThisRequest: true, RuleOwnership.New));

    [Fact]
    public void Create_with_Adopt_over_an_equal_rule_made_since_the_request_owns_what_an_earlier_delivery_made() =>
        Create(Adopting, Live(DockerHub, Now)).ShouldBe(new Plan.Validate(Live(DockerHub, Now), MadeByThisRequest: true, RuleOwnership.New));

    [Fact]
    public void Create_over_an_equal_rule_made_within_the_clock_skew_checks_what_an_earlier_delivery_made() =>
        Create(DockerHub, Live(DockerHub, Now.AddSeconds(-2))).ShouldBeOfType<Plan.Validate>();

    [Fact]
    public void Create_over_an_equal_rule_made_before_the_request_is_refused() =>
        Create(DockerHub, Live(DockerHub, Now.AddSeconds(-2.1))).ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Create_over_an_equal_rule_without_a_creation_date_is_refused() =>
        Create(DockerHub, Live(DockerHub) with { CreatedAt = null }).ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Create_over_a_differing_rule_made_since_the_request_is_refused() =>
        Create(DockerHub, Live(OtherCredential, Now)).ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Create_with_Adopt_checks_an_equal_rule() =>
        Create(Adopting, Live(DockerHub)).ShouldBe(new Plan.Validate(Live(DockerHub), MadeByThisRequest: false, RuleOwnership.Adopted));

    [Fact]
    public void Create_with_Adopt_brings_another_credential_in_line() =>
        Create(OtherCredential with { OnExisting = OnExisting.Adopt }, Live(DockerHub)).ShouldBe(new Plan.UpdateCredentials(Live(DockerHub), RuleOwnership.Adopted));

    [Fact]
    public void Create_with_Adopt_of_another_upstream_is_refused() =>
        Create(OtherUpstream with { OnExisting = OnExisting.Adopt }, Live(DockerHub))
            .ShouldBe(new Plan.Reject(
                $"The rule docker-hub in registry {Account} already exists with another upstream: UpstreamRegistryUrl is registry-1.docker.io instead of ghcr.io, "
                + "UpstreamRegistry is docker-hub instead of github-container-registry. "
                + "Choose another EcrRepositoryPrefix, or delete the rule first; a rule with another upstream can't be adopted.",
                "RuleAlreadyExists"));

    [Fact]
    public void Create_with_Adopt_of_another_upstream_prefix_is_refused() =>
        Create(OtherUpstreamPrefix with { OnExisting = OnExisting.Adopt }, Live(DockerHub)).ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Create_with_Adopt_that_would_take_a_role_away_is_refused() =>
        Create(PrivateUpstream with { CustomRoleArn = null, OnExisting = OnExisting.Adopt }, Live(PrivateUpstream))
            .ShouldBeOfType<Plan.Reject>().Reason.ShouldBe(
                $"The rule team in registry {Account} already exists and can't be adopted: CustomRoleArn is {Role} instead of not set, which Amazon ECR can't take away in place. "
                + "Bring the template in line with it, or delete the rule first.");

    [Fact]
    public void A_refusal_says_how_to_adopt_a_rule_with_the_same_upstream_and_what_to_do_first_where_another_resource_made_it() =>
        Create(OtherCredential, Live(DockerHub))
            .ShouldBeOfType<Plan.Reject>().Reason.ShouldBe(
                $"The rule docker-hub in registry {Account} already exists: CredentialArn is {Secret} instead of {OtherSecret}. "
                + "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt. "
                + "If another resource made it, in this stack or in another (a renamed logical ID, for example), "
                + "first deploy that resource with DeletionPolicy: Retain: its removal deletes the rule otherwise, adopted or not.");

    [Fact]
    public void A_refusal_says_that_an_equal_rule_is_just_as_the_template_asks_for_it() =>
        Create(DockerHub, Live(DockerHub))
            .ShouldBeOfType<Plan.Reject>().Reason.ShouldStartWith(
                $"The rule docker-hub in registry {Account} already exists, just as the template asks for it. "
                + "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt. If another resource made it");

    [Fact]
    public void Update_in_place_of_an_equal_rule_writes_nothing_and_keeps_the_id() =>
        InPlace(DockerHub, Live(DockerHub)).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe(OwnId);

    [Fact]
    public void Update_keeps_the_very_spelling_of_the_id() =>
        Update(DockerHub, DockerHub, new($"{Account}:{OwnId}", new PhysicalResourceId.Rule(Own)), Live(DockerHub))
            .ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe($"{Account}:{OwnId}");

    [Theory]
    [InlineData(false, OnExisting.Fail)]
    [InlineData(true, OnExisting.Adopt)]
    internal void Update_of_ValidateUpstream_or_OnExisting_alone_writes_nothing_and_keeps_the_id(bool validateUpstream, OnExisting onExisting) =>
        InPlace(DockerHub with { ValidateUpstream = validateUpstream, OnExisting = onExisting }, Live(DockerHub)).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe(OwnId);

    [Fact]
    public void Update_that_is_delivered_again_checks_what_an_earlier_delivery_wrote() =>
        Redelivered(OtherCredential, DockerHub, Live(OtherCredential, updatedAt: Now.AddSeconds(1))).ShouldBeOfType<Plan.Validate>().MadeByThisRequest.ShouldBeTrue();

    [Fact]
    public void Update_that_is_delivered_again_checks_what_an_earlier_delivery_made() =>
        Redelivered(OtherUpstream, DockerHub, Live(OtherUpstream, Now.AddSeconds(1))).ShouldBeOfType<Plan.Validate>();

    [Fact]
    public void Update_that_is_delivered_again_responds_with_the_replacement_and_the_rule_it_replaced() =>
        Redelivered(OtherUpstream, DockerHub, Live(OtherUpstream, Now.AddSeconds(1))).ShouldBeOfType<Plan.Validate>().IdAfter()
            .ShouldBe($"docker-hub@{Now.AddSeconds(1).ToUnixTimeSeconds()}~{OwnId}");

    [Fact]
    public void Update_that_is_delivered_again_checks_what_was_written_at_the_moment_it_was_sent() =>
        Redelivered(OtherCredential, DockerHub, Live(OtherCredential, updatedAt: Now)).ShouldBeOfType<Plan.Validate>();

    [Fact]
    public void Update_that_is_delivered_again_keeps_a_rule_that_was_as_desired_before_it_was_sent() =>
        Redelivered(DockerHub, OtherCredential, Live(DockerHub, updatedAt: Now.AddSeconds(-1))).ShouldBeOfType<Plan.NoChange>();

    [Fact]
    public void Update_that_is_delivered_again_keeps_a_rule_without_a_creation_time() =>
        Redelivered(DockerHub, OtherCredential, Live(DockerHub) with { CreatedAt = null }).ShouldBeOfType<Plan.NoChange>();

    [Fact]
    public void Update_that_is_delivered_for_the_first_time_keeps_a_rule_that_its_undoing_has_just_restored() =>
        InPlace(DockerHub, Live(DockerHub, updatedAt: Now.AddSeconds(1))).ShouldBeOfType<Plan.NoChange>();

    [Fact]
    public void Update_that_is_delivered_late_leaves_a_later_change_alone() =>
        Redelivered(OtherCredential, DockerHub, Live(OtherUpstream, updatedAt: Now.AddSeconds(30)))
            .ShouldBe(new Plan.Reject(
                $"The rule docker-hub in registry {Account} was changed after this Update was sent, to neither what it was nor what it was to become: "
                + "UpstreamRegistryUrl is ghcr.io instead of registry-1.docker.io, UpstreamRegistry is github-container-registry instead of docker-hub, "
                + $"CredentialArn is {Secret} instead of {OtherSecret}. It is left as it is; deploy again if it should change.",
                "RuleChangedMeanwhile"));

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
    public void Update_of_the_credential_changes_it_in_place_and_keeps_the_id() =>
        InPlace(OtherCredential, Live(DockerHub)).ShouldBeOfType<Plan.UpdateCredentials>().IdAfter().ShouldBe(OwnId);

    [Fact]
    public void Update_of_the_role_changes_it_in_place() =>
        Update(PrivateUpstream with { CustomRoleArn = Role + "-2" }, PrivateUpstream, IdOf(Live(PrivateUpstream).Instance),
            Live(PrivateUpstream)).ShouldBeOfType<Plan.UpdateCredentials>();

    [Fact]
    public void Update_that_takes_a_role_away_replaces_the_rule() =>
        Update(PrivateUpstream with { CustomRoleArn = null }, PrivateUpstream, IdOf(Live(PrivateUpstream).Instance), Live(PrivateUpstream)).ShouldBeOfType<Plan.Replace>();

    [Fact]
    public void Update_of_the_upstream_replaces_the_rule_and_responds_with_the_new_one_and_the_old() =>
        InPlace(OtherUpstream, Live(DockerHub)).ShouldBeOfType<Plan.Replace>().IdAfter(Live(OtherUpstream, Now)).ShouldBe($"docker-hub@{Now.ToUnixTimeSeconds()}~{OwnId}");

    [Fact]
    public void Update_of_the_upstream_prefix_replaces_the_rule() => InPlace(OtherUpstreamPrefix, Live(DockerHub)).ShouldBeOfType<Plan.Replace>();

    [Fact]
    public void Update_of_a_rule_deleted_by_hand_creates_it_again_under_a_new_id() =>
        InPlace(DockerHub, null).ShouldBeOfType<Plan.Create>().IdAfter(Live(DockerHub, Now)).ShouldBe($"docker-hub@{Now.ToUnixTimeSeconds()}");

    [Fact]
    public void Update_that_creates_an_equal_rule_within_a_minute_of_the_old_one_keeps_the_id_which_a_clean_up_would_take_for_the_rules() =>
        InPlace(DockerHub, null, previous: DockerHub).ShouldBeOfType<Plan.Create>().IdAfter(Live(DockerHub, Now.AddDays(-30).AddSeconds(60))).ShouldBe(OwnId);

    [Fact]
    public void Update_that_creates_a_differing_rule_within_a_minute_of_the_old_one_responds_with_its_id_since_no_clean_up_deletes_it() =>
        InPlace(OtherUpstream, null, previous: DockerHub).ShouldBeOfType<Plan.Create>().IdAfter(Live(OtherUpstream, Now.AddDays(-30).AddSeconds(60))).ShouldNotBe(OwnId);

    [Fact]
    public void Update_that_creates_a_differing_rule_within_a_second_of_the_old_one_keeps_the_id_which_a_clean_up_would_take_for_the_rules() =>
        InPlace(OtherUpstream, null, previous: DockerHub).ShouldBeOfType<Plan.Create>().IdAfter(Live(OtherUpstream, Now.AddDays(-30).AddSeconds(1))).ShouldBe(OwnId);

    [Fact]
    public void Update_that_brings_a_rule_in_line_that_was_made_anew_within_a_minute_keeps_the_id_which_a_clean_up_would_take_for_the_rules() =>
        InPlace(DockerHub, Live(OtherCredential, Now.AddDays(-30).AddSeconds(60)), previous: DockerHub).ShouldBeOfType<Plan.UpdateCredentials>()
            .Ownership.IdOf(Live(DockerHub, Now.AddDays(-30).AddSeconds(60)), Context).ShouldBe(OwnId);

    [Fact]
    public void Update_that_takes_Adopt_out_and_creates_the_rule_within_a_minute_of_the_adopted_one_owns_it_since_no_clean_up_takes_it() =>
        Update(DockerHub, Adopting, IdOf(Own, isAdopted: true), null).ShouldBeOfType<Plan.Create>().IdAfter(Live(DockerHub, Now.AddDays(-30).AddSeconds(60)))
            .ShouldBe($"docker-hub@{Now.AddDays(-30).AddSeconds(60).ToUnixTimeSeconds()}");

    [Fact]
    public void Update_that_finds_its_adopted_rule_gone_creates_one_of_the_stacks_own() =>
        Update(Adopting, Adopting with { ValidateUpstream = false }, IdOf(Own, isAdopted: true), null).ShouldBe(new Plan.Create(RuleOwnership.New));

    [Fact]
    public void Rollback_of_a_move_that_finds_its_adopted_rule_gone_creates_one_of_the_stacks_own() =>
        Update(Adopting, Moved, IdOf(Own, isAdopted: true), null).ShouldBe(new Plan.Create(RuleOwnership.New));

    [Fact]
    public void Update_that_an_earlier_delivery_served_where_its_adopted_rule_was_gone_owns_what_that_created() =>
        Update(Adopting, Adopting with { ValidateUpstream = false }, IdOf(Own, isAdopted: true), Live(DockerHub, Now)).ShouldBeOfType<Plan.NoChange>().IdAfter()
            .ShouldBe($"docker-hub@{Now.ToUnixTimeSeconds()}");

    [Fact]
    public void Rollback_of_a_replacement_that_put_the_adopted_rule_back_keeps_it_adopted() =>
        Update(Adopting, OtherUpstream, IdOf(Own, isAdopted: true), Live(DockerHub, Now)).ShouldBeOfType<Plan.NoChange>().IdAfter()
            .ShouldStartWith($"docker-hub@{Now.ToUnixTimeSeconds()}!adopted");

    [Fact]
    public void Rollback_of_a_replacement_that_deleted_the_adopted_rule_creates_it_as_adopted() =>
        Update(Adopting, OtherUpstream, IdOf(Own, isAdopted: true), null).ShouldBeOfType<Plan.Create>().IdAfter(Live(DockerHub, Now))
            .ShouldBe($"docker-hub@{Now.ToUnixTimeSeconds()}!adopted");

    [Fact]
    public void Update_of_a_rule_made_anew_by_hand_takes_it_as_the_stacks() =>
        InPlace(DockerHub, Live(DockerHub, Now.AddDays(-1))).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe($"docker-hub@{Now.AddDays(-1).ToUnixTimeSeconds()}");

    [Fact]
    public void Update_of_a_rule_made_anew_by_hand_brings_its_credential_in_line() =>
        InPlace(OtherCredential, Live(DockerHub, Now.AddDays(-1))).ShouldBeOfType<Plan.UpdateCredentials>().IdAfter().ShouldBe($"docker-hub@{Now.AddDays(-1).ToUnixTimeSeconds()}");

    [Fact]
    public void Update_of_a_rule_made_anew_by_hand_with_another_upstream_replaces_it() =>
        InPlace(DockerHub, Live(OtherUpstream, Now.AddDays(-1))).ShouldBeOfType<Plan.Replace>().IdAfter(Live(DockerHub, Now))
            .ShouldBe($"docker-hub@{Now.ToUnixTimeSeconds()}~docker-hub@{Now.AddDays(-1).ToUnixTimeSeconds()}");

    [Fact]
    public void Update_whose_failed_predecessor_put_the_rule_back_within_a_minute_of_its_creation_keeps_the_id_which_a_clean_up_would_take_for_the_rules() =>
        InPlace(DockerHub, Live(DockerHub, Now.AddDays(-30).AddSeconds(40)), previous: OtherUpstream).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe(OwnId);

    [Fact]
    public void Update_that_takes_Adopt_out_writes_nothing_and_owns_the_rule_from_now_on() =>
        Update(DockerHub, Adopting, IdOf(Own, isAdopted: true), Live(DockerHub)).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe($"{OwnId}~{OwnId}!adopted");

    [Fact]
    public void Update_that_leaves_Adopt_in_keeps_the_adopted_id() =>
        Update(Adopting, Adopting, IdOf(Own, isAdopted: true), Live(DockerHub)).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe($"{OwnId}!adopted");

    [Fact]
    public void Rollback_of_an_Update_that_took_Adopt_out_keeps_the_id_since_a_clean_up_would_delete_the_rule() =>
        Update(Adopting, DockerHub, IdOf(Own, predecessor: new(Own, IsAdopted: true)), Live(DockerHub)).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe($"{OwnId}~{OwnId}!adopted");

    [Fact]
    public void Replacement_of_an_adopted_rule_stays_adopted() =>
        Update(OtherUpstream with { OnExisting = OnExisting.Adopt }, Adopting, IdOf(Own, isAdopted: true), Live(DockerHub)).ShouldBeOfType<Plan.Replace>()
            .IdAfter(Live(OtherUpstream, Now)).ShouldBe($"docker-hub@{Now.ToUnixTimeSeconds()}!adopted~{OwnId}!adopted");

    [Fact]
    public void Rollback_of_a_replacement_that_took_Adopt_out_is_adopted_again() =>
        Update(Adopting, OtherUpstream, IdOf(new(DockerHub.Key, Now.AddHours(-1)), predecessor: new(Own, IsAdopted: true)), Live(OtherUpstream, Now.AddHours(-1)))
            .ShouldBeOfType<Plan.Replace>().IdAfter(Live(DockerHub, Now)).ShouldStartWith($"docker-hub@{Now.ToUnixTimeSeconds()}!adopted~");

    [Fact]
    public void Update_to_a_new_prefix_creates_the_rule_there_and_remembers_the_old_one() =>
        Update(Moved, DockerHub, IdOf(Own), null).ShouldBe(new Plan.Create(new(Predecessor: new(Own, IsAdopted: false))));

    [Fact]
    public void Update_to_a_new_prefix_remembers_that_the_old_rule_was_adopted() =>
        Update(Moved, Adopting, IdOf(Own, isAdopted: true), null).ShouldBe(new Plan.Create(new(Predecessor: new(Own, IsAdopted: true))));

    [Fact]
    public void Update_to_a_new_registry_creates_the_rule_there() =>
        Update(DockerHub with { Key = new(OtherAccount, "docker-hub") }, DockerHub, IdOf(Own), null).ShouldBeOfType<Plan.Create>();

    [Fact]
    public void Rollback_of_a_move_to_another_prefix_keeps_its_own_old_rule() =>
        Update(DockerHub, Moved, IdOf(AtNewPrefix, predecessor: new(Own, IsAdopted: false)), Live(DockerHub)).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe(OwnId);

    [Fact]
    public void Rollback_of_a_move_to_another_prefix_keeps_an_adopted_rule_adopted() =>
        Update(Adopting, Moved, IdOf(AtNewPrefix, predecessor: new(Own, IsAdopted: true)), Live(DockerHub)).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe($"{OwnId}!adopted");

    [Fact]
    public void Rollback_of_a_move_to_another_prefix_brings_its_own_old_rule_in_line() =>
        Update(DockerHub, Moved, IdOf(AtNewPrefix, predecessor: new(Own, IsAdopted: false)), Live(OtherCredential)).ShouldBeOfType<Plan.UpdateCredentials>()
            .IdAfter().ShouldBe(OwnId);

    [Fact]
    public void Rollback_of_a_move_that_left_an_unsure_rule_keeps_its_own_old_rule() =>
        Update(DockerHub, Moved, new("create-unsure:", new PhysicalResourceId.UnsureCreate(Moved.Key, new(Now, Now), new(Own, IsAdopted: false))), Live(DockerHub))
            .ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe(OwnId);

    [Fact]
    public void Rollback_of_a_move_whose_old_rule_was_made_anew_by_someone_else_is_refused() =>
        Update(DockerHub, Moved, IdOf(AtNewPrefix, predecessor: new(Own, IsAdopted: false)), Live(DockerHub, Now.AddDays(-1))).ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Rollback_of_a_move_is_refused_a_rule_made_anew_within_a_minute_that_equals_only_what_was_asked_for_elsewhere() =>
        Update(DockerHub, OtherCredential with { Key = Moved.Key }, IdOf(AtNewPrefix, predecessor: new(Own, IsAdopted: false)),
            Live(OtherCredential, Now.AddDays(-30).AddSeconds(60)))
            .ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Update_to_a_new_prefix_where_another_has_an_equal_rule_is_refused() =>
        Update(Moved, DockerHub, IdOf(Own), Live(Moved)).ShouldBeOfType<Plan.Reject>().FailureName.ShouldBe("RuleAlreadyExists");

    [Fact]
    public void Update_to_a_new_prefix_checks_an_equal_rule_there_that_was_made_since() =>
        Update(Moved, DockerHub, IdOf(Own), Live(Moved, Now)).ShouldBe(new Plan.Validate(Live(Moved, Now), MadeByThisRequest: true, new(Predecessor: new(Own, IsAdopted: false))));

    [Fact]
    public void Update_to_a_new_prefix_with_Adopt_takes_over_an_equal_rule_there() =>
        Update(Moved with { OnExisting = OnExisting.Adopt }, DockerHub, IdOf(Own), Live(Moved)).ShouldBeOfType<Plan.Validate>().IdAfter()
            .ShouldBe($"hub@{Now.AddDays(-30).ToUnixTimeSeconds()}!adopted~{OwnId}");

    [Fact]
    public void Update_to_a_new_prefix_with_a_differing_rule_is_refused() =>
        Update(Moved, DockerHub, IdOf(Own), Live(OtherCredential with { Key = Moved.Key })).ShouldBeOfType<Plan.Reject>();

    [Theory]
    [InlineData("create-failed:7b7a3a1e")]
    [InlineData("docker-hub")]
    [InlineData("")]
    public void Update_of_an_id_that_names_no_rule_owns_nothing_that_is_there(string id) =>
        Update(DockerHub, null, CurrentId.Parse(id, Context), Live(DockerHub)).ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Update_after_an_unsure_Create_keeps_what_it_made_and_the_id_by_which_it_is_deleted() =>
        Update(DockerHub, DockerHub, new("create-unsure:…", Unsure), Live(DockerHub, Now.AddSeconds(-50))).ShouldBeOfType<Plan.NoChange>().IdAfter().ShouldBe("create-unsure:…");

    [Fact]
    public void Update_after_an_unsure_Create_owns_nothing_older() =>
        Update(DockerHub, DockerHub, new("create-unsure:…", Unsure), Live(DockerHub)).ShouldBeOfType<Plan.Reject>();

    [Fact]
    public void Delete_of_the_instance_that_the_id_names_deletes_it() => Delete(Live(DockerHub)).ShouldBe(new Plan.Delete(DockerHub.Key));

    [Fact]
    public void Delete_of_the_instance_deletes_it_whatever_the_properties_say() => Delete(Live(OtherUpstream), asked: null).ShouldBe(new Plan.Delete(DockerHub.Key));

    [Fact]
    public void Delete_leaves_another_instance_alone_however_equal() =>
        Delete(Live(DockerHub, Now.AddDays(-1))).ShouldBe(new Plan.Skip("the rule under this prefix is another one, created at another time"));

    [Fact]
    public void Delete_takes_an_equal_rule_created_within_a_minute_for_the_instance() =>
        Delete(Live(DockerHub, Now.AddDays(-30).AddSeconds(59))).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_leaves_a_differing_rule_alone_that_was_created_within_a_minute() =>
        Delete(Live(OtherCredential, Now.AddDays(-30).AddSeconds(59))).ShouldBeOfType<Plan.Skip>();

    [Fact]
    public void Delete_of_an_old_instance_that_is_gone_calls_nothing() => Delete(null).ShouldBe(new Plan.Skip("the rule is gone already"));

    [Fact]
    public void Delete_of_an_instance_that_is_too_young_to_be_shown_is_tried_all_the_same() => DeleteYoung(null).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_of_a_young_instance_is_tried_where_Describe_shows_what_was_there_before() => DeleteYoung(Live(OtherUpstream)).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_of_a_young_instance_leaves_a_younger_one_alone() => DeleteYoung(Live(OtherUpstream, Now.AddSeconds(-5))).ShouldBeOfType<Plan.Skip>();

    [Fact]
    public void Delete_of_an_id_that_names_no_rule_does_nothing() =>
        Planner.PlanDelete(new PhysicalResourceId.NoRule("x"), null, Timestamp, DockerHub, Now).ShouldBe(new Plan.Skip("the physical ID names no rule"));

    [Fact]
    public void Delete_leaves_a_rule_alone_that_was_created_after_it_was_sent() =>
        DeleteYoung(Live(DockerHub, Now.AddSeconds(3.1))).ShouldBe(new Plan.Skip("the rule was created after this Delete was sent, so it isn't this resource's"));

    [Fact]
    public void Delete_takes_a_rule_away_that_was_created_just_before_by_a_clock_two_seconds_ahead() =>
        DeleteYoung(Live(DockerHub, Now.AddSeconds(2.9))).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_of_unknown_birth_deletes_the_instance() =>
        Planner.PlanDelete(new PhysicalResourceId.Rule(new(DockerHub.Key, Now.AddMinutes(1))),
            Live(DockerHub, Now.AddMinutes(1)), Timestamp with { IsKnown = false }, DockerHub, Now)
            .ShouldBeOfType<Plan.Delete>();

    [Theory]
    [InlineData(true, false, OnExisting.Adopt, true)]
    [InlineData(true, false, OnExisting.Fail, true)]
    [InlineData(false, true, OnExisting.Adopt, true)]
    [InlineData(false, true, OnExisting.Fail, false)]
    [InlineData(false, false, OnExisting.Adopt, false)]
    internal void Delete_keeps_an_adopted_rule_until_Adopt_is_taken_out(bool isAdopted, bool wasAdopted, OnExisting onExisting, bool isKept) =>
        new PhysicalResourceId.Rule(Own, isAdopted, wasAdopted ? new(Own, IsAdopted: true) : null).IsKeptOnDelete(onExisting).ShouldBe(isKept);

    [Fact]
    public void Delete_does_not_take_the_adoption_of_another_prefix_for_its_own() =>
        new PhysicalResourceId.Rule(AtNewPrefix, Predecessor: new(Own, IsAdopted: true)).IsKeptOnDelete(OnExisting.Adopt).ShouldBeFalse();

    [Fact]
    public void Delete_after_an_unsure_Create_deletes_a_rule_created_since() => DeleteUnsure(Live(DockerHub, Now.AddSeconds(-50))).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_an_older_rule_alone() =>
        DeleteUnsure(Live(DockerHub, Now.AddSeconds(-63))).ShouldBe(new Plan.Skip("the Create that failed made no rule that is still there"));

    [Fact]
    public void Delete_after_an_unsure_Create_deletes_a_rule_whose_call_took_effect_after_it_was_given_up() =>
        DeleteUnsure(Live(DockerHub, Now.AddSeconds(-10))).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_a_rule_alone_that_a_later_deployment_made() =>
        DeleteUnsure(Live(DockerHub, Now.AddSeconds(-9.9))).ShouldBeOfType<Plan.Skip>();

    [Fact]
    public void Delete_after_an_unsure_Create_allows_for_two_seconds_of_skew() => DeleteUnsure(Live(DockerHub, Now.AddSeconds(-62))).ShouldBeOfType<Plan.Delete>();

    [Fact]
    public void Delete_after_an_unsure_Create_does_nothing_where_there_is_no_rule() => DeleteUnsure(null).ShouldBeOfType<Plan.Skip>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_a_rule_alone_that_it_did_not_ask_for() =>
        DeleteUnsure(Live(OtherCredential, Now.AddSeconds(-50))).ShouldBeOfType<Plan.Skip>();

    [Fact]
    public void Delete_after_an_unsure_Create_leaves_the_rule_alone_where_the_properties_make_no_sense() =>
        Planner.PlanDelete(Unsure, Live(DockerHub, Now.AddSeconds(-50)), Timestamp, asked: null, Now).ShouldBeOfType<Plan.Skip>();

    [Fact]
    public void A_rotated_credential_deletes_no_rule_on_the_way() => Planner.MayHaveReplaced(DockerHub, OtherCredential).ShouldBeFalse();

    [Fact]
    public void Another_upstream_deletes_the_rule_on_the_way() =>
        Planner.MayHaveReplaced(DockerHub, DockerHub with { UpstreamRegistryUrl = "ghcr.io" }).ShouldBeTrue();

    [Fact]
    public void Another_prefix_leaves_the_old_rule_until_the_end() =>
        Planner.MayHaveReplaced(DockerHub, DockerHub with { Key = new("123456789012", "other"), UpstreamRegistryUrl = "ghcr.io" }).ShouldBeFalse();

    private static PhysicalResourceId.UnsureCreate Unsure { get; } = new(DockerHub.Key, new(Now.AddMinutes(-1), Now.AddSeconds(-40)));

    private static string OwnId => $"docker-hub@{Own.CreatedAt.ToUnixTimeSeconds()}";

    private static CurrentId IdOf(RuleInstance instance, bool isAdopted = false, Predecessor? predecessor = null) =>
        new PhysicalResourceId.Rule(instance, isAdopted, predecessor) is var id ? new(id.Format(Context), id) : null!;

    private static Plan Create(PullThroughCacheRule desired, LiveRule? live) => Planner.PlanCreate(desired, live, Timestamp);

    private static Plan Update(PullThroughCacheRule desired, PullThroughCacheRule? previous, CurrentId current, LiveRule? live) =>
        Planner.PlanUpdate(new(desired, previous, Timestamp, MayBeRedelivery: false), current, live);

    private static Plan InPlace(PullThroughCacheRule desired, LiveRule? live, PullThroughCacheRule? previous = null) => Update(desired, previous, IdOf(Own), live);

    private static Plan Redelivered(PullThroughCacheRule desired, PullThroughCacheRule? previous, LiveRule? live) =>
        Planner.PlanUpdate(new(desired, previous, Timestamp, MayBeRedelivery: true), IdOf(Own), live);

    private static Plan Delete(LiveRule? live) => Delete(live, DockerHub);

    private static Plan Delete(LiveRule? live, PullThroughCacheRule? asked) => Planner.PlanDelete(new PhysicalResourceId.Rule(Own), live, Timestamp, asked, Now);

    private static Plan DeleteYoung(LiveRule? live) => Planner.PlanDelete(new PhysicalResourceId.Rule(new(DockerHub.Key, Now.AddSeconds(-30))), live, Timestamp, DockerHub, Now);

    private static Plan DeleteUnsure(LiveRule? live) => Planner.PlanDelete(Unsure, live, Timestamp, DockerHub, Now);
}

internal static class PlanExtensions
{
    extension(Plan.Provision plan)
    {
        /// <summary>The ID that is returned once the plan has been carried out.</summary>
        public string IdAfter(LiveRule? rule = null) => plan.Ownership.IdOf(
            rule ?? plan switch
            {
                Plan.NoChange noChange => noChange.Live,
                Plan.Validate validate => validate.Live,
                Plan.UpdateCredentials update => update.Live,
                _ => throw new ArgumentNullException(nameof(rule)),
            },
            Context);
    }
}
