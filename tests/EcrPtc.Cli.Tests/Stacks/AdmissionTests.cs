using System.Globalization;
using EcrPtc.Cli.Stacks.ChangeSets;
using EcrPtc.Cli.Templates;
using EcrPtc.Cli.Validation;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Stacks;

/// <summary>The errors of CloudFormation for a template, and of ECR for a deployment, are reported before the operation begins.</summary>
public class AdmissionTests
{
    private const string Token = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc";

    [Fact]
    public void Five_hundred_resources_and_two_hundred_outputs_are_allowed() => Problems(Template(500, Topic, outputs: 200)).ShouldBeEmpty();

    [Fact]
    public void A_501st_resource_is_reported_at_its_place() =>
        Problems(Template(501, Topic)).ShouldBe(["t.yaml:502:3: Template format error: Number of resources, 501, is greater than maximum allowed, 500"]);

    [Fact]
    public void A_201st_output_is_reported_at_its_place() =>
        Problems(Template(1, Topic, outputs: 201)).ShouldBe(["t.yaml:204:3: Template format error: Number of outputs, 201, is greater than maximum allowed, 200"]);

    [Fact]
    public async Task A_template_with_too_many_resources_is_not_begun()
    {
        await using var stack = new LocalStack();

        (await Should.ThrowAsync<TemplateException>(() => stack.DeployAsync(Template(501, Topic)))).Message.ShouldContain("greater than maximum allowed, 500");

        stack.Aws.Stacks.ShouldBeEmpty();
    }

    [Fact]
    public void Fifty_rules_are_allowed() => Problems(Template(50, Rule)).ShouldBeEmpty();

    [Fact]
    public void The_51st_rule_is_reported_at_its_place_and_once() =>
        Problems(Template(53, Rule)).ShouldBe(["t.yaml:52:3: Amazon ECR allows 50 pull through cache rules in a registry, and the template has more"]);

    [Fact]
    public async Task A_diff_counts_the_rules_that_are_there()
    {
        await using var stack = new LocalStack();
        var now = stack.Clock.GetUtcNow();
        for (var index = 0; index < 49; index++)
        {
            stack.Aws.Emulated.Ecr.Put(new(stack.Aws.AccountId, string.Create(CultureInfo.InvariantCulture, $"other-{index}"), "quay.io", "quay", null, null, "ROOT", now, now));
        }

        var changes = new ChangeSet(stack.Aws, stack.Clock).Create("corpus", "t.yaml", Template(2, Rule), new Dictionary<string, string>());

        changes.Select(change => change.Kind).ShouldBe([ChangeKind.Create, ChangeKind.Fail]);
        changes[1].What.ShouldBe("The registry 123456789012 would have 51 pull through cache rules, and 50 is the most that Amazon ECR allows.");
    }

    [Theory]
    [InlineData("AWS::RDS::DBInstance", true)]
    [InlineData("AWS::EC2::Volume", true)]
    [InlineData("AWS::SNS::Topic", false)]
    [InlineData("Custom::PullThroughCacheRule", false)]
    public void Only_resources_that_have_snapshots_may_be_kept_by_one(string type, bool isAllowed)
    {
        var problems = Problems($"Resources:\n  Kept: {{ Type: {type}, DeletionPolicy: Snapshot, Properties: {{ ServiceToken: {Token}, EcrRepositoryPrefix: aa, UpstreamRegistryUrl: quay.io }} }}\n");

        problems.ShouldBe(isAllowed ? [] : [$"t.yaml:2:3: Template error: resource type {type} does not support deletion policy Snapshot"]);
    }

    private static IEnumerable<string> Problems(string template) =>
        new TemplateValidator(AwsContext.From(Token, "us-east-1")).Validate("t.yaml", template).Where(problem => !problem.IsAdvice).Select(problem => problem.ToString());

    private static string Template(int resources, Func<int, string> resource, int outputs = 0) =>
        $"Resources:\n{string.Concat(Enumerable.Range(1, resources).Select(resource))}"
        + (outputs == 0 ? "" : $"Outputs:\n{string.Concat(Enumerable.Range(1, outputs).Select(static index => $"  O{index.ToString(CultureInfo.InvariantCulture)}: {{ Value: x }}\n"))}");

    private static string Topic(int index) => $"  T{index.ToString(CultureInfo.InvariantCulture)}: {{ Type: AWS::SNS::Topic }}\n";

    private static string Rule(int index) => string.Create(
        CultureInfo.InvariantCulture,
        $"  R{index}: {{ Type: Custom::PullThroughCacheRule, Properties: {{ ServiceToken: {Token}, EcrRepositoryPrefix: prefix-{index}, UpstreamRegistryUrl: quay.io }} }}\n");
}
