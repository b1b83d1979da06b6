using Amazon.ECR;
using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

/// <summary>The permissions and the rate limits of callers.</summary>
public sealed class AccessTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_denied_action_returns_AccessDeniedException()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Ecr.Deny("ecr:DeletePullThroughCacheRule");

        var error = await Should.ThrowAsync<AmazonECRException>(() => DeleteAsync(bench.Ecr));

        error.ErrorCode.ShouldBe("AccessDeniedException");
        error.Message.ShouldContain("is not authorized to perform: ecr:DeletePullThroughCacheRule");
        bench.Aws.Ecr.Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_denied_action_leaves_other_actions_allowed()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Ecr.Deny("ecr:DeletePullThroughCacheRule");

        (await bench.Ecr.ValidatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public" })).IsValid.ShouldBe(true);
    }

    [Fact]
    public async Task An_action_that_is_allowed_again_is_carried_out()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Ecr.Deny("ecr:DeletePullThroughCacheRule");
        bench.Aws.Ecr.Allow("ecr:DeletePullThroughCacheRule");

        await DeleteAsync(bench.Ecr);

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_accounts_registry_returns_AccessDeniedException()
    {
        bench.Aws.Ecr.Put(EcrPublic(registryId: OtherAccount));

        var error = await Should.ThrowAsync<AmazonECRException>(() => DeleteAsync(bench.Ecr, OtherAccount));

        error.ErrorCode.ShouldBe("AccessDeniedException");
        error.Message.ShouldContain(OtherAccount);
        error.Message.ShouldEndWith("because no resource-based policy allows the ecr:DeletePullThroughCacheRule action");
    }

    [Fact]
    public async Task Another_accounts_registry_that_lets_the_caller_in_has_rules_of_its_own()
    {
        using var open = new Bench(new() { OtherAccountIds = [OtherAccount] });
        open.Aws.Ecr.Put(EcrPublic());
        open.Aws.Ecr.Put(EcrPublic(registryId: OtherAccount));

        var response = await DeleteAsync(open.Ecr, OtherAccount);

        response.RegistryId.ShouldBe(OtherAccount);
        open.Aws.Ecr.Rules.ShouldHaveSingleItem().RegistryId.ShouldBe(Account);
    }

    [Fact]
    public async Task The_callers_own_account_is_the_registry_where_none_is_named()
    {
        bench.Aws.Ecr.Put(EcrPublic());

        (await DeleteAsync(bench.Ecr)).RegistryId.ShouldBe(Account);
    }

    [Fact]
    public async Task The_actions_that_were_needed_are_kept_each_once()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Ecr.Deny("ecr:CreatePullThroughCacheRule");
        await bench.Ecr.DescribePullThroughCacheRulesAsync(new());
        await bench.Ecr.DescribePullThroughCacheRulesAsync(new());
        await Should.ThrowAsync<AmazonECRException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(new()));

        bench.Aws.Ecr.UsedActions.ShouldBe(["ecr:CreatePullThroughCacheRule", "ecr:DescribePullThroughCacheRules"]);
    }

    [Fact]
    public async Task An_accounts_first_rule_makes_the_service_linked_role_and_the_next_does_not()
    {
        await CreateAsync("first");
        bench.Aws.Ecr.Deny("iam:CreateServiceLinkedRole");
        await CreateAsync("second");

        bench.Aws.Ecr.UsedActions.ShouldBe(["ecr:CreatePullThroughCacheRule", "iam:CreateServiceLinkedRole"]);
    }

    [Fact]
    public async Task A_caller_that_may_not_make_the_service_linked_role_makes_no_first_rule()
    {
        bench.Aws.Ecr.Deny("iam:CreateServiceLinkedRole");

        var error = await Should.ThrowAsync<AmazonECRException>(() => CreateAsync("first"));

        error.Message.ShouldContain("not authorized to perform: iam:CreateServiceLinkedRole");
        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_is_for_a_caller_that_may_pass_it()
    {
        bench.Aws.Ecr.Deny("iam:PassRole");

        var error = await Should.ThrowAsync<AmazonECRException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(new()
        {
            EcrRepositoryPrefix = "upstream",
            UpstreamRegistryUrl = $"{OtherAccount}.dkr.ecr.us-east-1.amazonaws.com",
            CustomRoleArn = $"arn:aws:iam::{Account}:role/pull",
        }));

        error.Message.ShouldContain($"not authorized to perform: iam:PassRole on resource: arn:aws:iam::{Account}:role/pull");
    }

    [Fact]
    public async Task A_credential_is_for_a_caller_that_may_read_it()
    {
        bench.Aws.Secrets.Put(Secret);
        bench.Aws.Ecr.Deny("secretsmanager:GetSecretValue");

        var error = await Should.ThrowAsync<AmazonECRException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "docker-hub", UpstreamRegistryUrl = "registry-1.docker.io", CredentialArn = Secret }));

        error.Message.ShouldContain($"not authorized to perform: secretsmanager:GetSecretValue on resource: {Secret}");
    }

    [Fact]
    public async Task A_limited_operation_lets_its_burst_through_and_then_throttles()
    {
        bench.Aws.Ecr.Limit("DescribePullThroughCacheRules", perSecond: 2, burst: 3);
        await DescribeAsync();
        await DescribeAsync();
        await DescribeAsync();

        (await Should.ThrowAsync<AmazonECRException>(DescribeAsync)).ErrorCode.ShouldBe("ThrottlingException");
    }

    [Fact]
    public async Task A_limited_operation_comes_back_at_its_rate()
    {
        bench.Aws.Ecr.Limit("DescribePullThroughCacheRules", perSecond: 2, burst: 1);
        await DescribeAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await DescribeAsync();

        await Should.ThrowAsync<AmazonECRException>(DescribeAsync);
    }

    [Fact]
    public async Task A_limited_operation_saves_up_no_more_than_its_burst()
    {
        bench.Aws.Ecr.Limit("DescribePullThroughCacheRules", perSecond: 1, burst: 2);
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await DescribeAsync();
        await DescribeAsync();

        await Should.ThrowAsync<AmazonECRException>(DescribeAsync);
    }

    [Fact]
    public async Task A_limited_operation_leaves_others_alone()
    {
        bench.Aws.Ecr.Put(EcrPublic());
        bench.Aws.Ecr.Limit("DescribePullThroughCacheRules", perSecond: 0, burst: 0);

        await DeleteAsync(bench.Ecr);

        bench.Aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Fact]
    public void A_rule_is_found_and_removed_by_hand_with_a_slash_or_without()
    {
        bench.Aws.Ecr.Put(EcrPublic("x1/"));

        bench.Aws.Ecr.Find("x1")!.EcrRepositoryPrefix.ShouldBe("x1/");
        bench.Aws.Ecr.Remove("x1").ShouldBeTrue();
        bench.Aws.Ecr.Remove("x1").ShouldBeFalse();
        bench.Aws.Ecr.Find("x1").ShouldBeNull();
    }

    private Task DescribeAsync() => bench.Ecr.DescribePullThroughCacheRulesAsync(new());

    private Task<CreatePullThroughCacheRuleResponse> CreateAsync(string prefix) =>
        bench.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = prefix, UpstreamRegistryUrl = "public.ecr.aws" });

    private static Task<DeletePullThroughCacheRuleResponse> DeleteAsync(AmazonECRClient ecr, string? registryId = null) =>
        ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "ecr-public", RegistryId = registryId });
}
