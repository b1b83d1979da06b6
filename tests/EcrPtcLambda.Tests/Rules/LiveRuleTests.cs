using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

public sealed class LiveRuleTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("quay")]
    public void The_URL_identifies_the_upstream_whatever_name_ECR_has_for_it(string? name)
    {
        var live = Live(EcrPublic) with { UpstreamRegistry = name };

        live.HasUpstreamOf(EcrPublic).ShouldBeTrue();
        live.Satisfies(EcrPublic).ShouldBeTrue();
        live.DifferencesFrom(EcrPublic).ShouldBe("");
    }

    [Fact]
    public void A_rule_of_another_URL_has_another_upstream_whatever_its_name()
    {
        var live = Live(EcrPublic) with { UpstreamRegistryUrl = "quay.io" };

        live.HasUpstreamOf(EcrPublic).ShouldBeFalse();
        live.DifferencesFrom(EcrPublic).ShouldBe("UpstreamRegistryUrl is quay.io instead of public.ecr.aws");
    }

    [Fact]
    public void The_name_of_another_upstream_is_reported_with_its_URL() =>
        (Live(EcrPublic) with { UpstreamRegistryUrl = "quay.io", UpstreamRegistry = null }).DifferencesFrom(EcrPublic)
            .ShouldBe("UpstreamRegistryUrl is quay.io instead of public.ecr.aws, UpstreamRegistry is not set instead of ecr-public");

    [Fact]
    public void Each_difference_is_reported_with_both_values() =>
        (Live(DockerHub) with { UpstreamRegistryUrl = "quay.io", UpstreamRepositoryPrefix = "ab", CredentialArn = null, CustomRoleArn = Role })
            .DifferencesFrom(DockerHub)
            .ShouldBe($"UpstreamRegistryUrl is quay.io instead of registry-1.docker.io, UpstreamRepositoryPrefix is ab instead of ROOT, CredentialArn is not set instead of {Secret}, CustomRoleArn is {Role} instead of not set");
}
