using System.Text.RegularExpressions;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Deployment.Support;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>The Markdown files of the repository.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages => [.. Documentation.Files("*.md")];

    [Fact]
    public void The_README_has_150_lines_at_most() => Readme().Count(character => character == '\n').ShouldBeLessThanOrEqualTo(150);

    [Theory]
    [InlineData("$ make demo ")]
    [InlineData("$ make test ")]
    public void The_README_names_the_command_that_shows_the_product_and_the_one_that_tests_it(string command) => Readme().ShouldContain(command);

    [Fact]
    public void The_README_links_to_every_page_of_docs()
    {
        var readme = Readme();

        Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => $"](docs/{Path.GetFileName(file)})").Where(link => !readme.Contains(link, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_README_shows_a_failure_as_the_function_words_it()
    {
        await using var stack = new LocalStack();
        await stack.DeployAsync(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "examples/docker-hub.yaml")), ("DockerHubUsername", "me"), ("DockerHubAccessToken", "rejected"));
        const string failed = "CREATE_FAILED DockerHub: ";
        var reason = stack.TakeLines().Single(line => line.StartsWith(failed, StringComparison.Ordinal))[failed.Length..];

        new Mask().Apply(Space().Replace(Readme(), " ")).ShouldContain(reason);
    }

    [Fact]
    public void The_documented_assumptions_about_Amazon_ECR_are_those_of_the_emulator() =>
        Documentation.Rows("docs/design.md", "assumption about Amazon ECR").Select(row => row[0]).ShouldBe(Assumed.Statements);

    /// <summary>The known facts about the real service that no code can show, each in the page where a user looks for it.</summary>
    [Theory]
    [InlineData("README.md", "run `make acceptance` and send the recording")]
    [InlineData("README.md", "cannot update a stack when a custom-named resource requires replacing")]
    [InlineData("docs/migration.md", "cannot update a stack when a custom-named resource requires replacing")]
    [InlineData("docs/migration.md", "`CredentialArn`, `UpstreamRegistry`, and `CustomRoleArn` of the native resource are write-only, so drift detection and the IaC generator don't report them")]
    [InlineData("docs/properties.md", "Amazon ECR silently accepts a wrong name for `ecr-public`, `quay`, and `k8s`")]
    [InlineData("docs/properties.md", "A rule without `CredentialArn`, including a rule with `CustomRoleArn`, is never validated")]
    [InlineData("docs/properties.md", "\"must be granted via an identity-based IAM policy\"")]
    [InlineData("docs/properties.md", "allows `secretsmanager:GetSecretValue` only for secrets of its own account")]
    [InlineData("docs/properties.md", "Amazon ECR accepts any `<name>.azurecr.io`")]
    [InlineData("docs/properties.md", "An upstream in the same account and another Region requires no role")]
    [InlineData("docs/troubleshooting.md", "`AWSServiceRoleForECRPullThroughCache`")]
    [InlineData("docs/troubleshooting.md", "Amazon ECR supports no customer managed key")]
    [InlineData("docs/troubleshooting.md", "it might request authentication")]
    [InlineData("docs/troubleshooting.md", "A new token in the same secret doesn't change the ARN. CloudFormation sends no event, so the token isn't validated")]
    [InlineData("docs/troubleshooting.md", "Amazon ECR continues to serve the cached image")]
    [InlineData("docs/troubleshooting.md", "`ECR Pull Through Cache Action`")]
    [InlineData("docs/troubleshooting.md", "[Lambda can't pull]")]
    [InlineData("docs/troubleshooting.md", "A secret, role, or policy isn't consistent in all systems yet. | Retried for up to 20 s")]
    [InlineData("docs/security.md", "`ecr:BatchImportUpstreamImage` and `ecr:CreateRepository`, and `ecr:TagResource` if a repository creation template specifies tags")]
    [InlineData("docs/security.md", "`iam:CreateServiceLinkedRole`")]
    [InlineData("docs/security.md", "This replaces `AWSLambdaBasicExecutionRole`, which allows every log group")]
    [InlineData("docs/operations.md", "China (cn-north-1, cn-northwest-1) and AWS GovCloud (us-gov-east-1, us-gov-west-1)")]
    [InlineData("docs/operations.md", "AWS European Sovereign Cloud (aws-eusc)")]
    [InlineData("docs/operations.md", "| 50, not adjustable |")]
    [InlineData("CONTRIBUTING.md", "Review the files, and then open a pull request")]
    public void Every_fact_about_the_service_that_no_code_shows_stands_in_its_page(string page, string sentence) =>
        Space().Replace(File.ReadAllText(Path.Combine(Repository.Root, page)), " ").ShouldContain(sentence);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_a_folder_or_a_heading(string page) => Documentation.BrokenLinks(Repository.Root, page).ShouldBeEmpty();

    [Theory]
    [InlineData("[a](other.md)", false)]
    [InlineData("[a](other.md#two-words)", false)]
    [InlineData("[a](other.md#two-words-1)", false)]
    [InlineData("[`a`](folder)", false)]
    [InlineData("[a](#here)", false)]
    [InlineData("[a](https://example.com/nothing)", false)]
    [InlineData("`[a](nothing.md)`", false)]
    [InlineData("```\n[a](nothing.md)\n```", false)]
    [InlineData("[a](nothing.md)", true)]
    [InlineData("[a](other.md#nothing)", true)]
    [InlineData("[a](other.md#not-a-heading)", true)]
    [InlineData("[a](#nothing)", true)]
    [InlineData("[a](folder#nothing)", true)]
    [InlineData("[`a`](nothing.md) and `code`", true)]
    [InlineData("[a](../outside.md)", true)]
    public void A_link_is_broken_if_its_target_does_not_exist(string text, bool isBroken)
    {
        var root = Directory.CreateTempSubdirectory("ecr-ptc-links-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(root, "folder"));
            File.WriteAllText(Path.Combine(root, "other.md"), "# Two, `words`\n```\n# Not a heading\n```\n## Two words\n");
            File.WriteAllText(Path.Combine(root, "page.md"), $"# Here\n{text}\n");

            Documentation.BrokenLinks(root, "page.md").Any().ShouldBe(isBroken);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string Readme() => File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
