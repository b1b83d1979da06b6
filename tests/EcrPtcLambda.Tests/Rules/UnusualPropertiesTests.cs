using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

public sealed class UnusualPropertiesTests
{
    [Theory]
    [InlineData("docker.io", "registry-1.docker.io")]
    [InlineData("index.docker.io", "registry-1.docker.io")]
    [InlineData("hub.docker.com", "registry-1.docker.io")]
    [InlineData("registry.hub.docker.com", "registry-1.docker.io")]
    [InlineData("www.docker.com", "registry-1.docker.io")]
    [InlineData("gallery.ecr.aws", "public.ecr.aws")]
    [InlineData("k8s.gcr.io", "registry.k8s.io")]
    [InlineData("github.com", "ghcr.io")]
    [InlineData("docker.pkg.github.com", "ghcr.io")]
    [InlineData("gitlab.com", "registry.gitlab.com")]
    [InlineData("images.chainguard.dev", "cgr.dev")]
    [InlineData("chainguard.dev", "cgr.dev")]
    [InlineData("www.quay.io", "quay.io")]
    [InlineData("example.com", null)]
    [InlineData("hub.docker.cox", null)]
    public void Another_host_of_a_registry_stands_for_its_own(string host, string? meant) => UpstreamRegistry.UrlMeantBy(host).ShouldBe(meant);

    [Fact]
    public void A_property_that_is_absent_was_no_number() =>
        RuleProperties.Read(Properties("{}")).WasNumber(RuleProperties.RegistryId).ShouldBeFalse();

    [Fact]
    public void A_property_that_is_text_was_no_number() =>
        RuleProperties.Read(Properties("""{"RegistryId":"12345678901"}""")).WasNumber(RuleProperties.RegistryId).ShouldBeFalse();

    [Fact]
    public void An_unknown_name_of_sixty_characters_is_reported_whole() =>
        RuleProperties.Read(Properties($$"""{"{{new string('n', 60)}}":1}""")).Errors.ShouldHaveSingleItem().Property.ShouldBe(new string('n', 60));

    [Fact]
    public void A_name_that_is_no_well_formed_text_is_shown_as_a_question_mark() =>
        RuleProperties.Read(Properties("""{"\ud800":1}""")).Errors.ShouldHaveSingleItem().Property.ShouldBe("?");

    [Fact]
    public void An_unknown_property_that_is_a_list_is_one_problem() =>
        RuleProperties.Read(Properties("""{"Prefix":[]}""")).Errors.ShouldHaveSingleItem().Advice.ShouldContain("is not a property");

    [Fact]
    public void A_long_unknown_name_is_shortened() =>
        RuleProperties.Read(Properties($$"""{"{{new string('n', 61)}}":1}""")).Errors.ShouldHaveSingleItem().Property.ShouldBe(new string('n', 60) + "…");

    [Fact]
    public void A_credential_that_is_a_list_is_not_also_called_missing() =>
        Problems("""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"docker-hub","CredentialArn":["x"]}""").ShouldBe(["CredentialArn must be a single value, not a list"]);

    [Fact]
    public void A_role_that_is_a_list_is_not_also_called_missing() =>
        Problems("""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"210987654321.dkr.ecr.us-east-1.amazonaws.com","CustomRoleArn":["x"]}""")
            .ShouldBe(["CustomRoleArn must be a single value, not a list"]);

    [Fact]
    public void A_private_upstream_without_a_URL_asks_for_the_URL_alone() =>
        Problems("""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"ecr"}""").ShouldHaveSingleItem().ShouldStartWith("UpstreamRegistryUrl is required");

    [Fact]
    public void A_private_upstream_beside_a_wrong_registry_asks_for_no_role() =>
        Problems("""{"EcrRepositoryPrefix":"ab","RegistryId":"x","UpstreamRegistryUrl":"210987654321.dkr.ecr.us-east-1.amazonaws.com"}""")
            .ShouldHaveSingleItem().ShouldStartWith("RegistryId must be the 12 digits");

    [Fact]
    public void A_private_upstream_of_the_registrys_own_account_needs_no_role() =>
        Problems($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Account}}.dkr.ecr.eu-west-1.amazonaws.com"}""").ShouldBeEmpty();

    [Fact]
    public void A_registry_id_that_is_a_list_blames_no_account() =>
        Problems($$"""{"EcrRepositoryPrefix":"ab","RegistryId":["x"],"UpstreamRegistry":"docker-hub","CredentialArn":"{{Secret.Replace(Account, OtherAccount, StringComparison.Ordinal)}}"}""")
            .ShouldBe(["RegistryId must be a single value, not a list"]);

    [Fact]
    public void An_upstream_that_is_a_list_is_not_also_called_missing() =>
        Problems("""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":["quay"]}""").ShouldBe(["UpstreamRegistry must be a single value, not a list"]);

    [Fact]
    public void An_unknown_upstream_asks_for_no_URL() =>
        Problems("""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"kway"}""").ShouldHaveSingleItem().ShouldStartWith("UpstreamRegistry must be one of");

    private static IEnumerable<string> Problems(string json) =>
        RuleValidator.Validate(Properties(json), Context) is ValidatedRule.Invalid { Errors: var problems } ? problems.Select(error => error.ToString()) : [];
}
