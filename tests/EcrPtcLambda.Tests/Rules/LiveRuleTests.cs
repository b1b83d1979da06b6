using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

public sealed class LiveRuleTests
{
    [Fact]
    public void A_rule_whose_registry_ECR_does_not_name_goes_by_its_URL()
    {
        var live = Live(DockerHub) with { UpstreamRegistry = null };

        live.HasUpstreamOf(DockerHub).ShouldBeTrue();
        live.DifferencesFrom(DockerHub).ShouldBe("");
    }

    [Fact]
    public void A_rule_of_the_same_URL_and_another_registry_has_another_upstream()
    {
        var live = Live(DockerHub) with { UpstreamRegistry = "quay" };

        live.HasUpstreamOf(DockerHub).ShouldBeFalse();
        live.DifferencesFrom(DockerHub).ShouldBe("UpstreamRegistry is quay instead of docker-hub");
    }

    [Fact]
    public void Each_difference_is_told_with_both_values() =>
        (Live(DockerHub) with { UpstreamRegistryUrl = "quay.io", UpstreamRepositoryPrefix = "ab", CredentialArn = null, CustomRoleArn = Role })
            .DifferencesFrom(DockerHub)
            .ShouldBe($"UpstreamRegistryUrl is quay.io instead of registry-1.docker.io, UpstreamRepositoryPrefix is ab instead of ROOT, CredentialArn is not set instead of {Secret}, CustomRoleArn is {Role} instead of not set");
}
