using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

/// <summary>The match between an existing rule and an ID.</summary>
public sealed class RuleInstanceTests
{
    private static readonly RuleInstance Instance = new(DockerHub.Key, Now);

    private static readonly PullThroughCacheRule Other = DockerHub with { CredentialArn = OtherSecret };

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(1.9)]
    public void A_rule_created_within_a_second_is_the_instance(double seconds) => Instance.Is(Live(DockerHub, Now.AddSeconds(seconds)), Other).ShouldBeTrue();

    [Theory]
    [InlineData(-1.1)]
    [InlineData(2)]
    public void A_rule_created_at_another_time_is_another(double seconds) => Instance.Is(Live(DockerHub, Now.AddSeconds(seconds)), Other).ShouldBeFalse();

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public void A_rule_created_within_a_minute_that_is_just_what_is_asked_for_is_taken_for_the_instance(double seconds) =>
        Instance.Is(Live(DockerHub, Now.AddSeconds(seconds)), null, DockerHub).ShouldBeTrue();

    [Theory]
    [InlineData(-61)]
    [InlineData(61)]
    public void A_rule_created_more_than_a_minute_apart_is_another_however_equal(double seconds) =>
        Instance.Is(Live(DockerHub, Now.AddSeconds(seconds)), DockerHub).ShouldBeFalse();

    [Fact]
    public void A_rule_under_another_prefix_is_another() => Instance.Is(Live(DockerHub with { Key = new(Account, "hub") }, Now), DockerHub).ShouldBeFalse();

    [Fact]
    public void A_rule_in_another_registry_is_another() => Instance.Is(Live(DockerHub with { Key = new(OtherAccount, "docker-hub") }, Now), DockerHub).ShouldBeFalse();

    [Fact]
    public void A_rule_without_a_creation_time_is_another_rule() => Instance.Is(Live(DockerHub) with { CreatedAt = null }, DockerHub).ShouldBeFalse();
}
