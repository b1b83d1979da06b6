using EcrPtc.Cli.Stacks.ChangeSets;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Tests.Support;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Stacks;

/// <summary>Templates in the forms in which people write them, deployed to the local stack.</summary>
public sealed class TemplateFormTests
{
    [Fact]
    public async Task What_is_not_known_of_a_resource_that_is_not_made_stops_nothing()
    {
        const string Template = """
            Resources:
              Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, Tags: { 'Fn::Transform': { Name: Tags } } } }
              Subnet:
                Type: AWS::EC2::Subnet
                Properties: { VpcId: !Ref Vpc, CidrBlock: !Select [ 0, !Cidr [ !GetAtt Vpc.CidrBlock, 4, 8 ] ], Zone: !Select [ 7, [ a ] ], Other: !Tomorrow x }
              Rule:
                Type: Custom::PullThroughCacheRule
                Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: quay, UpstreamRegistry: quay }
            Outputs:
              Block: { Value: !GetAtt Subnet.CidrBlock }
              Uri: { Value: !GetAtt Rule.RepositoryUri }
            """;
        await using var stack = new LocalStack();

        var deployed = await stack.DeployAsync(Template);
        var again = await stack.DeployAsync(Template);

        deployed.Stack.Status.ShouldBe(StackStatus.CreateComplete);
        deployed.Stack.Outputs.Select(output => output.Value).ShouldBe(["(known after the deployment)", "123456789012.dkr.ecr.us-east-1.amazonaws.com/quay"]);
        again.HasChanges.ShouldBeFalse();
    }

    [Theory]
    [InlineData("EcrRepositoryPrefix: '{{resolve:ssm:/team/prefix}}'", "EcrRepositoryPrefix of Rule isn't known here: it would need the parameter /team/prefix of the Parameter Store: --ssm /team/prefix=VALUE.")]
    [InlineData("EcrRepositoryPrefix: !Ref Stored", "EcrRepositoryPrefix of Rule isn't known here: it would need the parameter /stored of the Parameter Store: --ssm /stored=VALUE.")]
    [InlineData("EcrRepositoryPrefix: !Sub '${Topic.TopicName}-x'", "EcrRepositoryPrefix of Rule isn't known here: it would need the attribute TopicName of Topic, which the local stack doesn't create.")]
    [InlineData("EcrRepositoryPrefix: !Tomorrow x", "EcrRepositoryPrefix of Rule isn't known here: it would need what Fn::Tomorrow gives.")]
    [InlineData("'Fn::Transform': { Name: Prefix }", "Fn::Transform of Rule isn't known here: it would need what Fn::Transform gives.")]
    public async Task An_unknown_value_of_a_rule_is_reported_before_anything_is_created_and_diff_says_when_it_is_known(string property, string expected)
    {
        var template = $"""
            Parameters:
              Stored: {"{"} Type: "AWS::SSM::Parameter::Value<String>", Default: /stored {"}"}
            Resources:
              Topic: {"{"} Type: AWS::SNS::Topic {"}"}
              Rule:
                Type: Custom::PullThroughCacheRule
                Properties:
                  ServiceToken: !ImportValue ecr-ptc-ServiceToken
                  UpstreamRegistry: quay
                  {property}
            """;
        await using var stack = new LocalStack();

        var problem = (await Should.ThrowAsync<TemplateException>(() => stack.DeployAsync(template))).Problems.ShouldHaveSingleItem();
        var change = Diff(stack, template).Single(change => change.LogicalId == "Rule");

        problem.Message.ShouldBe(expected);
        problem.At.Line.ShouldBe(10);
        stack.Aws.Stacks.ShouldBeEmpty();
        (change.Kind, change.What).ShouldBe((ChangeKind.Create, "what happens to the rule depends on values that are known after the deployment"));
    }

    [Fact]
    public async Task Stored_parameters_are_those_that_are_given_and_the_version_that_the_CDK_asks_for()
    {
        const string Template = """
            {
              "Parameters": {
                "BootstrapVersion": { "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version" },
                "Prefixes": { "Type": "AWS::SSM::Parameter::Value<List<String>>", "Default": "/prefixes" }
              },
              "Resources": {
                "Rule": {
                  "Type": "Custom::PullThroughCacheRule",
                  "Properties": {
                    "ServiceToken": { "Fn::ImportValue": "ecr-ptc-ServiceToken" },
                    "EcrRepositoryPrefix": { "Fn::Select": [ 1, { "Ref": "Prefixes" } ] },
                    "UpstreamRegistryUrl": "{{resolve:ssm:/upstream:2}}.io"
                  }
                }
              },
              "Rules": {
                "CheckBootstrapVersion": {
                  "Assertions": [ {
                    "Assert": { "Fn::Not": [ { "Fn::Contains": [ [ "1", "2", "3", "4", "5" ], { "Ref": "BootstrapVersion" } ] } ] },
                    "AssertDescription": "CDK bootstrap stack version 6 required."
                  } ]
                }
              }
            }
            """;
        await using var stack = new LocalStack();
        stack.Aws.PutStoredParameter("/prefixes", "aa,bb");
        stack.Aws.PutStoredParameter("/upstream", "quay");

        (await stack.DeployAsync(Template)).Stack.Status.ShouldBe(StackStatus.CreateComplete);

        stack.Aws.Emulated.Ecr.Rules.Select(rule => $"{rule.EcrRepositoryPrefix} {rule.UpstreamRegistryUrl}").ShouldBe(["bb quay.io"]);
        stack.Aws.PutStoredParameter("/cdk-bootstrap/hnb659fds/version", "5");
        (await Should.ThrowAsync<TemplateException>(() => stack.DeployAsync(Template))).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The parameters don't meet the rule CheckBootstrapVersion of the template: CDK bootstrap stack version 6 required.");
    }

    [Theory]
    [InlineData("!Equals [ !Ref E, prod ]", false)]
    [InlineData("!Equals [ !Ref E, dev ]", true)]
    [InlineData("!Contains [ [ dev, test ], !Ref E ]", true)]
    [InlineData("!Not [ !Contains [ [ dev, test ], !Ref E ] ]", false)]
    [InlineData("!EachMemberEquals [ !Ref L, a ]", false)]
    [InlineData("!EachMemberIn [ !Ref L, [ a, b, c ] ]", true)]
    [InlineData("!EachMemberIn [ !Ref L, [ a ] ]", false)]
    [InlineData("!And [ !Equals [ !Ref E, dev ], !EachMemberIn [ !ValueOfAll [ 'AWS::EC2::Subnet::Id', VpcId ], !RefAll 'AWS::EC2::VPC::Id' ] ]", true)]
    [InlineData("!Or [ !Equals [ !Ref E, prod ], !Contains [ !Ref L, b ] ]", true)]
    public void Assertions_of_rules_are_met_or_not(string assertion, bool isMet)
    {
        var template = TemplateReader.Read("t.yaml", $"""
            Parameters: {"{"} E: {"{"} Type: String, Default: dev {"}"}, L: {"{"} Type: CommaDelimitedList, Default: "a,b" {"}"} {"}"}
            Rules:
              Always: {"{"} Assertions: [ {"{"} Assert: {assertion}, AssertDescription: as it must be {"}"} ] {"}"}
              InProd: {"{"} RuleCondition: !Equals [ !Ref E, prod ], Assertions: [ {"{"} Assert: !Equals [ a, b ] {"}"} ] {"}"}
            Resources: {"{"} R: {"{"} Type: X::Y {"}"} {"}"}
            """);

        new RuleAssertions(template, Evaluated.From(template, [])).Problems().Select(problem => problem.ToString()).ShouldBe(
            isMet ? [] : ["t.yaml:3:27: The parameters don't meet the rule Always of the template: as it must be"]);
    }

    [Theory]
    [InlineData("prod", "Retain")]
    [InlineData("dev", "Delete")]
    public async Task Policies_are_what_functions_give(string environment, string policy)
    {
        await using var stack = new LocalStack();

        var deployed = await stack.DeployAsync(
            """
            Parameters: { Env: { Type: String, Default: prod } }
            Conditions: { IsProd: !Equals [ !Ref Env, prod ] }
            Mappings: { Policies: { prod: { Replace: Retain }, dev: { Replace: Delete } } }
            Resources:
              Rule:
                Type: Custom::PullThroughCacheRule
                DeletionPolicy: !If [ IsProd, Retain, Delete ]
                UpdateReplacePolicy: !FindInMap [ Policies, !Ref Env, Replace ]
                Properties: !If [ IsProd, { ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: prod, UpstreamRegistry: quay }, { ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: dev, UpstreamRegistry: quay } ]
            """,
            ("Env", environment));

        var rule = deployed.Stack.Resources.ShouldHaveSingleItem();
        (rule.DeletionPolicy.ToString(), rule.UpdateReplacePolicy.ToString()).ShouldBe((policy, policy));
        stack.Aws.Emulated.Ecr.Rules.ShouldHaveSingleItem().EcrRepositoryPrefix.ShouldBe(environment);
    }

    [Fact]
    public async Task A_loop_over_a_parameter_makes_rules_and_takes_away_those_that_are_no_longer_in_it()
    {
        const string Template = """
            Transform: [ AWS::LanguageExtensions, AWS::Serverless-2016-10-31 ]
            Parameters: { Registries: { Type: CommaDelimitedList, Default: "quay,k8s" } }
            Resources:
              Fn::ForEach::Rules:
                - Registry
                - !Ref Registries
                - Cache&{Registry}:
                    Type: Custom::PullThroughCacheRule
                    Properties: { ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: !Ref Registry, UpstreamRegistry: !Ref Registry }
              Credential:
                Type: AWS::SecretsManager::Secret
                Properties: { Name: ecr-pullthroughcache/hub, SecretString: { 'Fn::ToJsonString': { username: me, accessToken: token } } }
              Hub:
                Type: Custom::PullThroughCacheRule
                Properties: { ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: hub, UpstreamRegistry: docker-hub, CredentialArn: !Ref Credential }
            """;
        await using var stack = new LocalStack();

        (await stack.DeployAsync(Template)).Stack.Status.ShouldBe(StackStatus.CreateComplete, string.Join('\n', stack.TakeLines()));
        stack.Aws.Emulated.Ecr.Rules.Select(rule => rule.EcrRepositoryPrefix).Order(StringComparer.Ordinal).ShouldBe(["hub", "k8s", "quay"]);
        stack.Aws.Secrets.Values.ShouldBe([SecretState.Good]);

        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        (await stack.DeployAsync(Template, ("Registries", "ecr-public"))).Stack.Status.ShouldBe(StackStatus.UpdateComplete, string.Join('\n', stack.TakeLines()));
        stack.Aws.Emulated.Ecr.Rules.Select(rule => rule.EcrRepositoryPrefix).Order(StringComparer.Ordinal).ShouldBe(["ecr-public", "hub"]);
    }

    [Fact]
    public async Task A_secret_that_is_renamed_out_of_the_prefix_that_ECR_reads_is_reported_before_anything_is_done()
    {
        const string Template = """
            Parameters: { Name: { Type: String, Default: ecr-pullthroughcache/hub } }
            Resources:
              Credential: { Type: AWS::SecretsManager::Secret, Properties: { Name: !Ref Name, SecretString: '{"username":"me","accessToken":"token"}' } }
              Hub:
                Type: Custom::PullThroughCacheRule
                Properties: { ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: hub, UpstreamRegistry: docker-hub, CredentialArn: !GetAtt Credential.Id }
            """;
        await using var stack = new LocalStack();
        await stack.DeployAsync(Template);

        (await Should.ThrowAsync<TemplateException>(() => stack.DeployAsync(Template, ("Name", "hub")))).Message.ShouldContain("The Name of the secret Credential must begin with ecr-pullthroughcache/");
        Should.Throw<TemplateException>(() => new ChangeSet(stack.Aws, stack.Clock).Create("corpus", "t.yaml", Template, new Dictionary<string, string> { ["Name"] = "hub" }));
    }

    [Fact]
    public async Task A_branch_that_is_not_taken_and_a_variable_of_Sub_are_no_dependencies()
    {
        await using var stack = new LocalStack();

        var deployed = await stack.DeployAsync("""
            Conditions: { Never: !Equals [ a, b ] }
            Resources:
              A: { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: !If [ Never, !Ref B, aa ], UpstreamRegistry: quay } }
              B: { Type: Custom::PullThroughCacheRule, Properties: { ServiceToken: !ImportValue x-ServiceToken, EcrRepositoryPrefix: !Sub [ '${B}-${A.EcrRepositoryPrefix}', { B: bb } ], UpstreamRegistry: quay } }
            """);

        deployed.Stack.Status.ShouldBe(StackStatus.CreateComplete);
        stack.Aws.Emulated.Ecr.Rules.Select(rule => rule.EcrRepositoryPrefix).ShouldBe(["aa", "bb-aa"], ignoreOrder: true);
    }

    private static IReadOnlyList<ResourceChange> Diff(LocalStack stack, string template) =>
        new ChangeSet(stack.Aws, stack.Clock).Create("corpus", "t.yaml", template, new Dictionary<string, string>());
}
