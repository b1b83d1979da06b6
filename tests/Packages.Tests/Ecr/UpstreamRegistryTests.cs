using Amazon.ECR;

namespace Packages.Tests.Ecr;

public sealed class UpstreamRegistryTests
{
    // The enumeration of the service model, 2015-09-21.
    private static readonly string[] Modelled =
    [
        "ecr", "ecr-public", "quay", "k8s", "docker-hub",
        "github-container-registry", "azure-container-registry", "gitlab-container-registry", "chainguard",
    ];

    [Fact]
    public void Every_value_of_the_model_has_its_constant()
    {
        UpstreamRegistry[] constants =
        [
            UpstreamRegistry.Ecr, UpstreamRegistry.EcrPublic, UpstreamRegistry.Quay, UpstreamRegistry.K8s, UpstreamRegistry.DockerHub,
            UpstreamRegistry.GithubContainerRegistry, UpstreamRegistry.AzureContainerRegistry,
            UpstreamRegistry.GitlabContainerRegistry, UpstreamRegistry.Chainguard,
        ];

        constants.Select(constant => constant.Value).ShouldBe(Modelled);
    }

    [Fact]
    public void A_known_value_finds_its_constant_in_any_case()
    {
        UpstreamRegistry.FindValue("Docker-HUB").ShouldBeSameAs(UpstreamRegistry.DockerHub);
        ((UpstreamRegistry)"k8s").ShouldBeSameAs(UpstreamRegistry.K8s);
    }

    [Fact]
    public void A_value_that_is_not_known_becomes_a_new_constant()
    {
        var registry = UpstreamRegistry.FindValue("not-yet-known");

        registry.Value.ShouldBe("not-yet-known");
        registry.ShouldBe(new UpstreamRegistry("not-yet-known"));
    }

    [Fact]
    public void A_constant_reads_as_its_value()
    {
        string text = UpstreamRegistry.Chainguard;

        text.ShouldBe("chainguard");
        UpstreamRegistry.Chainguard.ToString().ShouldBe("chainguard");
    }
}
