using EcrPtcLambda.Rules;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Rules;

/// <summary>Each row of the table of rules between two properties: what breaks it, and what keeps it.</summary>
public sealed class PropertyConstraintTests
{
    private const string Private = "210987654321.dkr.ecr.us-east-1.amazonaws.com";

    private const string SecretOfAnotherAccount = "arn:aws:secretsmanager:us-east-1:210987654321:secret:ecr-pullthroughcache/docker-hub-AbCdEf";

    // In the order of the table.
    private static readonly (string Breaks, string Keeps)[] Examples =
    [
        ("""{"EcrRepositoryPrefix":"ab"}""", """{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"quay"}"""),
        ("""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"quay","UpstreamRegistryUrl":"registry.k8s.io"}""", """{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"quay","UpstreamRegistryUrl":"quay.io"}"""),
        ($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Account}}.dkr.ecr.us-east-1.amazonaws.com"}""", $$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Account}}.dkr.ecr.us-east-2.amazonaws.com"}"""),
        ("""{"EcrRepositoryPrefix":"ROOT","UpstreamRegistry":"quay","UpstreamRepositoryPrefix":"ab"}""", """{"EcrRepositoryPrefix":"cd","UpstreamRegistry":"quay","UpstreamRepositoryPrefix":"ab"}"""),
        ("""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"chainguard"}""", $$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"chainguard","CredentialArn":"{{Secret}}"}"""),
        ($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"quay","CredentialArn":"{{Secret}}"}""", """{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"quay"}"""),
        ($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"docker-hub","CredentialArn":"{{SecretOfAnotherAccount}}"}""", $$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"docker-hub","CredentialArn":"{{SecretOfAnotherAccount}}","RegistryId":"{{OtherAccount}}"}"""),
        ($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Private}}","CustomRoleArn":"{{Role}}","CredentialArn":"{{Secret}}"}""", $$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Private}}","CustomRoleArn":"{{Role}}"}"""),
        ($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"k8s","CustomRoleArn":"{{Role}}"}""", """{"EcrRepositoryPrefix":"ab","UpstreamRegistry":"k8s"}"""),
        ($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Private}}"}""", $$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Private}}","CustomRoleArn":"{{Role}}"}"""),
        ($$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Private}}","CustomRoleArn":"arn:aws:iam::{{OtherAccount}}:role/pull"}""", $$"""{"EcrRepositoryPrefix":"ab","UpstreamRegistryUrl":"{{Private}}","CustomRoleArn":"{{Role}}"}"""),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, PropertyConstraint.All.Count)];

    [Fact]
    public void Every_row_has_an_example() => Examples.Length.ShouldBe(PropertyConstraint.All.Count);

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_breaks_a_row_is_one_problem_of_its_property(int row) =>
        Problems(Examples[row].Breaks).ShouldHaveSingleItem().Property.ShouldBe(PropertyConstraint.All[row].Property);

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_keeps_a_row_is_no_problem(int row) => Problems(Examples[row].Keeps).ShouldBeEmpty();

    [Fact]
    public void A_row_is_about_two_properties_that_there_are() => PropertyConstraint.All.ShouldAllBe(row =>
        RuleProperties.Names.Contains(row.Property) && RuleProperties.Names.Contains(row.DependsOn) && row.Property != row.DependsOn);

    [Theory]
    [InlineData("EcrRepositoryPrefix")]
    [InlineData("UpstreamRegistry")]
    [InlineData("UpstreamRegistryUrl")]
    [InlineData("RegistryId")]
    [InlineData("UpstreamRepositoryPrefix")]
    [InlineData("CustomRoleArn")]
    public void A_property_with_a_problem_of_its_own_breaks_no_row(string name)
    {
        var properties = new System.Text.Json.Nodes.JsonObject
        {
            ["EcrRepositoryPrefix"] = "ab",
            ["UpstreamRegistry"] = "ecr",
            ["UpstreamRegistryUrl"] = Private,
            ["CustomRoleArn"] = Role,
        };
        properties[name] = new System.Text.Json.Nodes.JsonArray("x");

        Problems(properties.ToJsonString()).Select(error => error.Property).ShouldBe([name]);
    }

    private static IReadOnlyList<ValidationError> Problems(string json) =>
        RuleValidator.Validate(Properties(json), Context) is ValidatedRule.Invalid { Errors: var problems } ? problems : [];
}
