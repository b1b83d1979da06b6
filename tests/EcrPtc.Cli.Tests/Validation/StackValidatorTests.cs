using EcrPtc.Cli.Validation;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Validation;

/// <summary>The conflicts of a template with the local stacks that ecr-ptc validate reports.</summary>
public sealed class StackValidatorTests
{
    [Fact]
    public async Task A_template_as_it_is_deployed_has_no_conflict() => (await ValidateAsync("corpus", Rule("A", "aa"), Rule("B", "bb"))).ShouldBeEmpty();

    [Fact]
    public async Task Prefixes_that_change_places_are_errors_at_their_places() => (await ValidateAsync("corpus", Rule("A", "bb"), Rule("B", "aa"))).ShouldBe(
    [
        "t.yaml:6:28: error: The rule bb in registry 123456789012 already exists: B has it until the end of the deployment, which deletes what was replaced after all other changes. "
            + "Resources can't exchange their prefixes in one deployment: first deploy A with a prefix that no rule has, then the others one after another, and then A with this prefix. "
            + "(Compared with the local stack corpus.)",
        "t.yaml:13:28: error: The rule aa in registry 123456789012 already exists: A has it until the end of the deployment, which deletes what was replaced after all other changes. "
            + "Resources can't exchange their prefixes in one deployment: first deploy B with a prefix that no rule has, then the others one after another, and then B with this prefix. "
            + "(Compared with the local stack corpus.)",
    ]);

    [Fact]
    public async Task A_renamed_logical_id_that_adopts_loses_its_rule() => (await ValidateAsync("corpus", Rule("A2", "aa", "OnExisting: Adopt"), Rule("B", "bb"))).ShouldHaveSingleItem().ShouldContain(
        "error: The rule aa in registry 123456789012 is lost at the end of the deployment: A2 adopts it, and the removal of A deletes it. "
        + "First deploy A with DeletionPolicy: Retain, and then this template.");

    [Fact]
    public async Task A_renamed_logical_id_that_does_not_adopt_is_an_error() => (await ValidateAsync("corpus", Rule("A2", "aa"), Rule("B", "bb"))).ShouldHaveSingleItem().ShouldContain(
        "error: The rule aa in registry 123456789012 already exists: A has it until the end of the deployment, which deletes what leaves the stack after all other changes. "
        + "To keep the rule under the logical ID A2, first deploy A with DeletionPolicy: Retain, and then this template with OnExisting: Adopt for A2.");

    [Fact]
    public async Task A_rename_with_another_upstream_is_reported_as_a_later_change() =>
        (await ValidateAsync("corpus", Rule("A2", "aa").Replace("quay.io", "registry.k8s.io", StringComparison.Ordinal), Rule("B", "bb"))).ShouldHaveSingleItem()
            .ShouldContain("First deploy a template without A, and then this one.");

    [Fact]
    public async Task A_prefix_of_another_stack_is_an_error_for_a_stack_that_is_named() => (await ValidateAsync("new", Rule("Mine", "bb"))).ShouldBe(
    [
        "t.yaml:6:28: error: The rule bb in registry 123456789012 already exists: B of stack corpus has it. Choose another EcrRepositoryPrefix. "
            + "To move the rule to this stack, first deploy corpus with DeletionPolicy: Retain for B, and then this template with OnExisting: Adopt for Mine. (Compared with the local stack new.)",
    ]);

    [Fact]
    public async Task A_prefix_of_another_stack_is_a_warning_where_nobody_says_whose_the_template_is() =>
        (await ValidateAsync("t", isGiven: false, Rule("Mine", "bb"))).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            problem => problem.ShouldStartWith("t.yaml:6:28: warning: The rule bb in registry 123456789012 already exists: B of stack corpus has it."),
            problem => problem.ShouldEndWith("(Compared with the local stacks as a new one. For one of them: --stack-name NAME.)"));

    [Fact]
    public async Task A_template_of_which_nobody_says_whose_it_is_is_compared_with_the_stack_of_the_same_logical_ids_for_warnings() =>
        (await ValidateAsync("t", isGiven: false, Rule("A2", "aa", "OnExisting: Adopt"), Rule("B", "bb"))).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            problem => problem.ShouldStartWith("t.yaml:6:28: warning: The rule aa in registry 123456789012 is lost at the end of the deployment: A2 adopts it, and the removal of A deletes it."),
            problem => problem.ShouldEndWith("(Compared with the local stack corpus, which has the same logical IDs. For another: --stack-name NAME.)"));

    [Fact]
    public async Task A_template_as_it_is_deployed_has_no_conflict_whatever_its_file_is_called() =>
        (await ValidateAsync("t", isGiven: false, Rule("A", "aa"), Rule("B", "bb"))).ShouldBeEmpty();

    [Fact]
    public async Task Adoption_from_another_stack_is_a_warning() => (await ValidateAsync("new", Rule("Mine", "bb", "OnExisting: Adopt"))).ShouldHaveSingleItem().ShouldContain(
        "warning: B of stack corpus has the rule too, and its removal deletes it. First deploy corpus with DeletionPolicy: Retain for B, and then this template.");

    [Fact]
    public async Task Twins_are_left_to_the_templates_own_validation() => (await ValidateAsync("corpus", Rule("A", "aa"), Rule("B", "bb"), Rule("C", "cc"), Rule("D", "cc"))).ShouldBeEmpty();

    [Fact]
    public async Task A_parameter_without_a_value_hides_no_other_conflict() => (await ValidateAsync(
        "corpus",
        "Parameters: { Url: { Type: String } }",
        Rule("A", "bb"),
        Rule("B", "cc"),
        Rule("C", "dd").Replace("quay.io", "!Ref Url", StringComparison.Ordinal))).ShouldHaveSingleItem().ShouldContain("First deploy the new EcrRepositoryPrefix of B, and then that of A.");

    [Theory]
    [InlineData("Resources: [")]
    [InlineData("Resources:\n  A:\n    Type: Custom::PullThroughCacheRule\n    DependsOn: B\n  B:\n    Type: Custom::PullThroughCacheRule\n    DependsOn: A\n")]
    public async Task A_template_that_can_not_be_read_is_left_to_its_own_validation(string template)
    {
        await using var stack = await DeployedAsync();

        new StackValidator(stack.Aws, stack.Clock).Validate("corpus", isGiven: true, "t.yaml", template).ShouldBeEmpty();
    }

    private static Task<string[]> ValidateAsync(string stackName, params string[] parts) => ValidateAsync(stackName, isGiven: true, parts);

    private static async Task<string[]> ValidateAsync(string stackName, bool isGiven, params string[] parts)
    {
        await using var stack = await DeployedAsync();
        var problems = new StackValidator(stack.Aws, stack.Clock).Validate(stackName, isGiven, "t.yaml", Template(parts));
        return ValidationReport.Create(problems, ValidationFormat.Text).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<LocalStack> DeployedAsync()
    {
        var stack = new LocalStack();
        await stack.DeployAsync(Template(Rule("A", "aa"), Rule("B", "bb")));
        stack.Clock.Advance(TimeSpan.FromHours(1));
        return stack;
    }

    private static string Template(params string[] parts)
    {
        var sections = parts.Where(part => part.StartsWith("Parameters", StringComparison.Ordinal));
        return string.Join('\n', sections.Append("Resources:").Concat(parts.Except(sections)));
    }

    private static string Rule(string logicalId, string prefix, string more = "ServiceTimeout: 300") => $"""
          {logicalId}:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc
              EcrRepositoryPrefix: {prefix}
              UpstreamRegistryUrl: quay.io
              {more}
        """;
}
