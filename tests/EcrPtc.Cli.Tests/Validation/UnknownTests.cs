using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Tests.Support;
using EcrPtc.Cli.Validation;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Tests.Validation;

/// <summary>Values that validate doesn't evaluate are unknown and no problem, and other resources are left to cfn-lint.</summary>
public class UnknownTests
{
    private static readonly AwsContext AwsContext = AwsContext.From("arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc", "us-east-1");

    [Theory]
    [InlineData("a function of tomorrow", "EcrRepositoryPrefix: { 'Fn::Tomorrow': [ 1 ] }")]
    [InlineData("a short form of tomorrow", "EcrRepositoryPrefix: !Tomorrow x")]
    [InlineData("what depends on an unknown", "EcrRepositoryPrefix: !Select [ 0, !Split [ '-', !Sub [ '${A}-b', { A: !Tomorrow x } ] ] ]")]
    [InlineData("a dynamic reference", "EcrRepositoryPrefix: '{{resolve:ssm:/team/prefix:3}}'")]
    [InlineData("a dynamic reference in a text", "UpstreamRegistryUrl: '{{resolve:ssm:/team/account}}.dkr.ecr.us-east-1.amazonaws.com'")]
    [InlineData("a transform of one value", "EcrRepositoryPrefix: { 'Fn::Transform': { Name: Upper, Parameters: { A: b } } }")]
    [InlineData("a transform that gives properties", "'Fn::Transform': { Name: Defaults }")]
    [InlineData("the name of a stack that isn't there", "EcrRepositoryPrefix: !Sub '${AWS::StackName}/Quay'")]
    [InlineData("a Region that nobody gives", "EcrRepositoryPrefix: !FindInMap [ Prefixes, !Ref AWS::Region, Quay ]")]
    [InlineData("an attribute of another resource", "EcrRepositoryPrefix: !GetAtt Topic.TopicName")]
    [InlineData("a stored parameter", "EcrRepositoryPrefix: !Ref Stored")]
    [InlineData("an output of another stack", "EcrRepositoryPrefix: { 'Fn::GetStackOutput': { StackName: s, OutputName: o, Region: eu-west-1 } }")]
    public void A_property_that_is_not_known_is_no_problem(string what, string property) => Text($"""
        Parameters:
          Stored: {"{"} Type: "AWS::SSM::Parameter::Value<String>", Default: /Stored/Prefix {"}"}
        Mappings:
          Prefixes: {"{"} mars-1: {"{"} Quay: x {"}"} {"}"}
        Resources:
          Topic: {"{"} Type: AWS::SNS::Topic {"}"}
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: !ImportValue ecr-ptc-ServiceToken
              {property}
              {(property.StartsWith("UpstreamRegistryUrl", StringComparison.Ordinal) ? "EcrRepositoryPrefix: aa" : "UpstreamRegistry: quay")}
        """).ShouldBe("", what);

    [Theory]
    [InlineData("Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: { Type: AWS::Serverless::Function }\n  Rule:\n    Type: Custom::PullThroughCacheRule\n    DependsOn: ApiRole\n    Properties: { ServiceToken: !GetAtt Api.Arn, EcrRepositoryPrefix: aa, UpstreamRegistryUrl: 210987654321.dkr.ecr.us-east-1.amazonaws.com, CustomRoleArn: !GetAtt ApiRole.Arn }")]
    [InlineData("Transform: [ Count ]\nResources:\n  Rule:\n    Type: Custom::PullThroughCacheRule\n    Count: 3\n    Properties: { ServiceToken: !Ref Made, EcrRepositoryPrefix: 'aa-1', UpstreamRegistry: quay }\nExtra: {}")]
    [InlineData("Resources:\n  Fn::Transform: { Name: Others }\n  Rule:\n    Type: Custom::PullThroughCacheRule\n    Condition: Elsewhere\n    Properties: { ServiceToken: !GetAtt Function.Arn, EcrRepositoryPrefix: aa, UpstreamRegistry: quay }")]
    [InlineData("Resources:\n  Rule:\n    Fn::Transform: { Name: Type }\n")]
    [InlineData("Resources:\n  Module: { Type: !Rain::Module x }\n")]
    [InlineData("Resources:\n  Other: { Type: AWS::SNS::Topic, DependsOn: Nowhere, Condition: None, Colour: red, DeletionPolicy: Keep, Properties: { A: !Ref Nothing, B: null, C: !GetAtt No.Thing, D: !Join x, E: !FindInMap [ a, b, c ] } }\nOutputs: { O: { Value: !GetAtt Other.Whatever } }")]
    [InlineData("Modules: {}\nRain: {}\nResources: { T: { Type: AWS::SNS::Topic } }")]
    [InlineData("Parameters: { P: { Type: String, AllowedPattern: '(?<!a)[a-z&&[^b]]++', Default: x }, Q: { Type: 'AWS::EC2::Tomorrow::Id' }, R: { Type: Boolean } }\nResources: { T: { Type: AWS::SNS::Topic } }")]
    [InlineData("Resources:\n  Rule:\n    Type: Custom::PullThroughCacheRule\n    Version: '1.0'\n    Properties: { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay }")]
    [InlineData("Parameters: { E: { Type: String, Default: dev } }\nConditions: { Prod: !Equals [ !Ref E, prod ] }\nResources:\n  Rule:\n    Type: Custom::PullThroughCacheRule\n    DeletionPolicy: !If [ Prod, Retain, Delete ]\n    UpdateReplacePolicy: !Ref AWS::NoValue\n    Properties: !If [ Prod, !Ref AWS::NoValue, { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } ]")]
    public void Structure_that_a_transform_makes_or_that_is_no_rules_is_no_problem(string template) => Text(template).ShouldBe("");

    [Fact]
    public void In_a_template_that_a_macro_rewrites_problems_are_advice() =>
        Text("Transform: Count\nResources: { Rule: { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: x, EcrRepositoryPrefix: 'Rule-%d', UpstreamRegistry: quay } } }")
            .ShouldStartWith("t.yaml:2:110: warning: EcrRepositoryPrefix must be");

    [Fact]
    public void An_include_is_reported_once_as_advice() => Text("""
        Mappings:
          Fn::Transform: { Name: AWS::Include, Parameters: { Location: "s3://bucket/mappings.yaml" } }
        Resources:
          Fn::Transform: { Name: AWS::Include, Parameters: { Location: "s3://bucket/resources.yaml" } }
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: x, EcrRepositoryPrefix: !FindInMap [ Prefixes, a, b ], UpstreamRegistry: quay }
        """).ShouldBe("t.yaml:2:3: warning: AWS::Include isn't run here: what it puts into the template isn't checked.\n");

    [Theory]
    [InlineData("Fn::ForEach::Rules: [ N, [ aa, Bb ], { 'R${N}': { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: x, EcrRepositoryPrefix: !Ref N, UpstreamRegistry: quay } } } ]", "EcrRepositoryPrefix must be lower-case", true)]
    [InlineData("R: { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: x, EcrRepositoryPrefix: { 'Fn::ToJsonString': { a: b } }, UpstreamRegistry: quay } }", "Fn::ToJsonString needs the template's line \"Transform: AWS::LanguageExtensions\".", false)]
    [InlineData("R: { Type: Custom::PullThroughCacheRule, Properties: !If [ Sure, { ServiceToken: x, EcrRepositoryPrefix: Aa, UpstreamRegistry: quay }, !Ref AWS::NoValue ] }", "EcrRepositoryPrefix must be lower-case", false)]
    [InlineData("R: { Type: Custom::PullThroughCacheRule, Properties: !If [ Unsure, { ServiceToken: x, EcrRepositoryPrefix: Aa, UpstreamRegistry: quay }, { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay } ] }", "EcrRepositoryPrefix must be lower-case", false)]
    [InlineData("R: { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: x, EcrRepositoryPrefix: !If [ Unsure, !Ref Nothing, aa ], UpstreamRegistry: quay } }", "Ref Nothing names neither", false)]
    public void What_is_known_of_a_rule_is_checked(string resource, string expected, bool hasExtensions) => Text($"""
        {(hasExtensions ? "Transform: AWS::LanguageExtensions" : "Metadata: {}")}
        Parameters: {"{"} P: {"{"} Type: String {"}"} {"}"}
        Conditions: {"{"} Sure: !Equals [ a, a ], Unsure: !Equals [ !Ref P, a ] {"}"}
        Resources:
          {resource}
        """).ShouldContain(expected);

    [Fact]
    public void An_attribute_that_rules_have_not_is_reported_wherever_it_is_taken() => Text("""
        Resources:
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: quay }
          Task:
            Type: AWS::ECS::TaskDefinition
            Properties: { Image: !Sub "${Rule.RepositoryURI}/x", Good: !Sub "${Rule.RepositoryUri}/${!Rule.Literal}", Own: !Sub [ "${Rule.Own}", { Rule.Own: x } ] }
        Outputs:
          Arn: { Value: !GetAtt Rule.Arn }
          Nested: { Value: { "Fn::GetAtt": [ Rule, Rule.RegistryId ] } }
        """).Split('\n').Select(line => line.Split(';')[0]).ShouldBe(
        [
            "t.yaml:7:26: error: Rule has no attribute RepositoryURI", "t.yaml:9:17: error: Rule has no attribute Arn", "t.yaml:10:44: error: Rule has no attribute Rule.RegistryId", "",
        ]);

    [Theory]
    [InlineData("{ Name: !Sub '${AWS::StackName}-x' }", "")]
    [InlineData("{ Name: ecr-pullthroughcache/hub }", "")]
    [InlineData("{ Name: hub }", "t.yaml:2:68: error: The Name of the secret Secret must begin with ecr-pullthroughcache/: it is the CredentialArn of Rule, and Amazon ECR reads no other.\n")]
    [InlineData("{ SecretString: x }", "t.yaml:2:3: error: The secret Secret needs a Name that begins with ecr-pullthroughcache/: it is the CredentialArn of Rule, and Amazon ECR reads no other.\n")]
    public void A_secret_of_the_template_that_ECR_does_not_read_is_reported(string properties, string expected) => Text($"""
        Resources:
          Secret: {"{"} Type: AWS::SecretsManager::Secret, Properties: {properties} {"}"}
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties: {"{"} ServiceToken: x, EcrRepositoryPrefix: aa, UpstreamRegistry: docker-hub, CredentialArn: !Ref Secret {"}"}
        """).ShouldBe(expected);

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "t.yaml:4:")]
    public void Account_and_Region_are_the_ServiceTokens_where_nobody_gives_them(bool isAssumed, string expected) => Text(
        """
        Resources:
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: "arn:aws:lambda:eu-west-1:210987654321:function:ecr-ptc", EcrRepositoryPrefix: aa, UpstreamRegistry: docker-hub, CredentialArn: "arn:aws:secretsmanager:eu-west-1:210987654321:secret:ecr-pullthroughcache/hub-AbCdEf" }
        """,
        isAssumed).ShouldStartWith(expected);

    [Fact]
    public void Names_and_parameters_that_CloudFormation_refuses_are_reported() => Text("""
        AWSTemplateFormatVersion: 2010-09-10
        Parameters:
          a_b: { Type: string }
          B: { Default: x }
          C: { Type: String, Default: z, AllowedValues: [ x, y ], Descripton: d }
        Mappings: { M_1: { a: { b: c } } }
        Resources: { T-1: { Type: X::Y } }
        Outputs: { o-1: { Value: x } }
        """).Split('\n').Select(line => line.Split(" error: ")[^1]).ShouldBe(
        [
            "AWSTemplateFormatVersion must be 2010-09-09, the only one that there is.",
            "The name of the parameter a_b must be letters and digits only.",
            "string is no type of a parameter; did you mean String?",
            "The parameter B needs a Type, such as String.",
            "The default of C isn't allowed: Parameter 'C' must be one of AllowedValues: x, y",
            "Descripton is no attribute of a parameter; did you mean Description?",
            "The name of the mapping M_1 must be letters and digits only.",
            "The logical id T-1 must be letters and digits only.",
            "The name of the output o-1 must be letters and digits only.",
            "",
        ]);

    [Fact]
    public void The_51st_rule_of_a_registry_is_reported() => Text("Transform: AWS::LanguageExtensions\nResources: { 'Fn::ForEach::Rules': [ N, [" + string.Join(", ", Enumerable.Range(100, 51)) + "], { 'R${N}': { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: x, EcrRepositoryPrefix: 'p${N}', UpstreamRegistry: quay } } } ] }")
        .ShouldContain("Amazon ECR allows 50 pull through cache rules in a registry, and the template has more");

    [Theory]
    [InlineData("a chain", 20_000, 1)]
    [InlineData("a tree", 60, 2)]
    public async Task Conditions_that_hang_on_conditions_are_decided_once_each(string what, int count, int times)
    {
        what.ShouldNotBeEmpty();
        var conditions = string.Join('\n', Enumerable.Range(0, count).Select(number => $"  C{number}: !Or [ {string.Join(", ", Enumerable.Repeat($"!Condition C{number + 1}", times))} ]"));
        var text = $"""
            Conditions:
            {conditions}
              C{count}: !Equals [ a, a ]
            Resources:
              Rule:
                Type: Custom::PullThroughCacheRule
                Condition: C0
                Properties: {"{"} ServiceToken: x, EcrRepositoryPrefix: Wrong, UpstreamRegistry: quay {"}"}
            """;

        (await Task.Run(() => Text(text)).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System)).ShouldContain("EcrRepositoryPrefix must be lower-case");
    }

    [Fact]
    public async Task Resources_that_hang_on_one_another_are_ordered_whatever_their_number()
    {
        const int Count = 20_000;
        var template = TemplateReader.Read("t.yaml", $"Resources:\n{string.Join('\n', Enumerable.Range(0, Count).Select(number => $"  R{number}: {{ Type: X::Y, DependsOn: R{number + 1} }}"))}\n  R{Count}: {{ Type: X::Y }}\n");

        var order = await Task.Run(() => DependencyOrder.Sort(template, Evaluated.From(template, []))).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);

        (order[0].LogicalId, order[^1].LogicalId).ShouldBe(("R20000", "R0"));
    }

    private static string Text(string template, bool isAssumed = true) =>
        ValidationReport.Create(new TemplateValidator(AwsContext, isAssumed).Validate("t.yaml", template), ValidationFormat.Text);
}
