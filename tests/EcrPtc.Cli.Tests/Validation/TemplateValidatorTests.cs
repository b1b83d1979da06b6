using System.Text.Json;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Validation;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Tests.Validation;

/// <summary>The linter: every problem of a rule with its place, before anything is deployed.</summary>
public class TemplateValidatorTests
{
    private const string Bad = """
        Parameters:
          Secret: { Type: String }
          Prefix: { Type: String, Default: Wrong }
        Conditions:
          Never: !Equals [a, b]
        Resources:
          Hub:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: !ImportValue ecr-ptc-ServiceToken
              ServiceTimeout: 4000
              EcrRepositoryPrefix: !Ref Prefix
              UpstreamRegistry: docker-hub
              CredentialArn: !Ref Secret
              upstreamRepositoryPrefix: x
          Named:
            Type: Custom::Something
            Properties:
              EcrRepositoryPrefix: twice
              UpstreamRegistryUrl: https://quay.io
          Twin:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: x, EcrRepositoryPrefix: same, UpstreamRegistryUrl: quay.io }
          OtherTwin:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: x
              EcrRepositoryPrefix: same/
              UpstreamRegistryUrl: quay.io
          NotThere:
            Type: Custom::PullThroughCacheRule
            Condition: Never
          Other:
            Type: Custom::Thing
        """;

    [Fact]
    public void Every_problem_has_its_place() => Text(Bad).ShouldBe("""
        t.yaml:11:23: error: ServiceTimeout must be a whole number of seconds from 1 to 3600
        t.yaml:12:28: error: EcrRepositoryPrefix must be lower-case letters and digits, parted by single . or _, by __, by hyphens or by /, or ROOT (given: "Wrong")
        t.yaml:15:7: error: upstreamRepositoryPrefix is not a property of this resource; did you mean UpstreamRepositoryPrefix?
        t.yaml:16:3: error: ServiceToken is required: the ARN of the function, such as !ImportValue ecr-ptc-ServiceToken
        t.yaml:20:28: error: UpstreamRegistryUrl must be a bare host name, without scheme, path, port, spaces or capitals: write quay.io (given: "https://quay.io")
        t.yaml:28:28: error: EcrRepositoryPrefix must be another than that of Twin: a registry has one rule for a prefix

        """);

    [Fact]
    public void Values_that_only_a_deployment_knows_are_assumed_to_be_right() => Text("""
        Parameters:
          Registry: { Type: String }
          Public: { Type: String }
        Conditions:
          IsPublic: !Equals [!Ref Public, "yes"]
        Resources:
          Secret: { Type: AWS::SecretsManager::Secret, Properties: { Name: !Ref Registry } }
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: !ImportValue ecr-ptc-ServiceToken
              RegistryId: !Ref Registry
              EcrRepositoryPrefix: !Sub "${Registry}/x"
              UpstreamRegistry: docker-hub
              CredentialArn: !GetAtt Secret.Id
          Conditional:
            Type: Custom::PullThroughCacheRule
            Condition: IsPublic
            Properties:
              ServiceToken: !ImportValue ecr-ptc-ServiceToken
              EcrRepositoryPrefix: !If [IsPublic, aa, bb]
              UpstreamRegistryUrl: !ImportValue some-upstream
        """).ShouldBe("");

    [Fact]
    public void A_missing_property_is_reported_at_the_resource() => Text("""
        Resources:
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: x, UpstreamRegistry: docker-hub, EcrRepositoryPrefix: hub }
        """).ShouldBe("t.yaml:2:3: error: CredentialArn is required for docker-hub: the ARN of a Secrets Manager secret whose name begins with ecr-pullthroughcache/\n");

    [Fact]
    public void An_unreadable_template_is_reported_by_its_problems() => Text("Resources: { R: { Type: X::Y, Properties: [ } }")
        .ShouldStartWith("t.yaml:1:");

    [Fact]
    public void A_key_that_is_there_twice_hides_no_other_problem() => Text("""
        Resources:
          Rule:
            Type: Custom::PullThroughCacheRule
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: x
              EcrRepositoryPrefix: Wrong
              UpstreamRegistryUrl: !Ref Nothing
            DependsOn: Nowhere
        """).ShouldBe("""
        t.yaml:2:3: error: Rule depends on Nowhere, which is no resource of this template.
        t.yaml:4:5: error: The key Type is here for the second time in one mapping.
        t.yaml:7:28: error: EcrRepositoryPrefix must be lower-case letters and digits, parted by single . or _, by __, by hyphens or by /, or ROOT (given: "Wrong")
        t.yaml:8:28: error: Ref Nothing names neither a parameter nor a resource of this template.

        """);

    [Fact]
    public void Every_cycle_that_contains_a_rule_is_reported() => Text("""
        Resources:
          A: { Type: X::Y, DependsOn: B }
          B: { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: x, EcrRepositoryPrefix: bb, UpstreamRegistryUrl: !Ref A } }
          C: { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: x, EcrRepositoryPrefix: cc, UpstreamRegistryUrl: !GetAtt C.RepositoryUri } }
          D: { Type: X::Y, DependsOn: E }
          E: { Type: X::Y, DependsOn: D }
        """).ShouldBe("""
        t.yaml:2:3: error: Circular dependency between resources: [A, B]
        t.yaml:4:3: error: Circular dependency between resources: [C]

        """);

    [Fact]
    public void An_undecided_condition_hides_no_other_problem() => Text("""
        Conditions:
          A: !Condition B
          B: !Not [!Condition A]
          C: !Equals [!FindInMap [M, a, c], x]
        Mappings: { M: { a: { b: c } } }
        Resources:
          Circular:
            Type: Custom::PullThroughCacheRule
            Condition: A
            Properties: { ServiceToken: x, EcrRepositoryPrefix: Wrong, UpstreamRegistryUrl: quay.io }
          Unknown:
            Type: X::Y
            Condition: C
          Bad:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: x, EcrRepositoryPrefix: bad, UpstreamRegistryUrl: "quay.io:80" }
        """).Split('\n').Select(line => line.Split(" error: ")[0]).ShouldBe(["t.yaml:2:6:", "t.yaml:10:57:", "t.yaml:16:83:", ""]);

    [Fact]
    public void A_custom_resource_with_the_functions_token_is_a_rule_whatever_it_is_called() => Text("""
        Resources:
          Named:
            Type: AWS::CloudFormation::CustomResource
            Properties: { ServiceToken: "arn:aws:lambda:eu-west-1:210987654321:function:platform-PullThroughCacheRuleFunction-AbC123dEf456" }
          Another:
            Type: AWS::CloudFormation::CustomResource
            Properties: { ServiceToken: "arn:aws:lambda:eu-west-1:210987654321:function:another" }
        """).ShouldBe("""
        t.yaml:2:3: error: UpstreamRegistryUrl is required, such as public.ecr.aws, unless UpstreamRegistry names a registry with one URL
        t.yaml:2:3: error: EcrRepositoryPrefix is required: 2 to 30 characters, such as docker-hub or team/quay, or ROOT

        """);

    [Fact]
    public void Annotations_for_GitHub_escape_what_would_end_them() =>
        ValidationReport.Create([new(new("dir,a/t:1.yaml", 3, 7), "100 % wrong:\nsee, there")], ValidationFormat.Github)
            .ShouldBe("::error file=dir%2Ca/t%3A1.yaml,line=3,col=7,title=Custom%3A%3APullThroughCacheRule::100 %25 wrong:%0Asee, there\n");

    [Fact]
    public void What_ECR_takes_and_Azure_can_not_have_is_a_warning() => Text("""
        Resources:
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: x
              EcrRepositoryPrefix: azure
              UpstreamRegistryUrl: acr.azurecr.io
              CredentialArn: arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/azure-AbCdEf
        """).ShouldStartWith("t.yaml:7:28: warning: UpstreamRegistryUrl names no registry that Azure can have");

    [Theory]
    [InlineData("cn-north-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("eusc-de-east-1", false)]
    [InlineData("eu-west-1", false)]
    public void A_Region_in_which_AWS_documents_no_rules_is_a_warning_at_each_rule(string region, bool isWithoutRules) => Text(
        """
        Resources:
          Quay:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: x, EcrRepositoryPrefix: quay, UpstreamRegistry: quay }
          Other:
            Type: AWS::ECR::Repository
        """,
        region).ShouldBe(isWithoutRules ? $"t.yaml:2:3: warning: AWS documents that pull through cache rules can't be created in {region}\n" : "");

    [Theory]
    [InlineData(false, "::error ", "\"level\": \"error\"")]
    [InlineData(true, "::warning ", "\"level\": \"warning\"")]
    public void Advice_is_a_warning_in_every_format(bool isAdvice, string github, string sarif)
    {
        TemplateProblem[] problems = [new(new("t.yaml", 3, 7), "wrong", isAdvice)];

        ValidationReport.Create(problems, ValidationFormat.Github).ShouldStartWith(github);
        ValidationReport.Create(problems, ValidationFormat.Sarif).ShouldContain(sarif);
    }

    [Fact]
    public void Sarif_names_the_file_the_line_and_the_column()
    {
        using var sarif = JsonDocument.Parse(ValidationReport.Create([new(new("my templates/t.yaml", 3, 7), "wrong")], ValidationFormat.Sarif));

        var run = sarif.RootElement.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        var result = run.GetProperty("results").EnumerateArray().ShouldHaveSingleItem();
        sarif.RootElement.GetProperty("version").GetString().ShouldBe("2.1.0");
        run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString().ShouldBe(result.GetProperty("ruleId").GetString());
        result.GetProperty("message").GetProperty("text").GetString().ShouldBe("wrong");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("my%20templates/t.yaml");
        place.GetProperty("region").GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings("").ShouldBe("""{"startLine":3,"startColumn":7}""");
    }

    [Fact]
    public void Sarif_of_no_problem_has_no_result()
    {
        using var sarif = JsonDocument.Parse(ValidationReport.Create([], ValidationFormat.Sarif));
        sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    private static string Text(string template, string region = "us-east-1") => ValidationReport.Create(
        new TemplateValidator(AwsContext.From("arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc", region)).Validate("t.yaml", template), ValidationFormat.Text);
}
