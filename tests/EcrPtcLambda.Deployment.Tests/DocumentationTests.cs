using System.Text.RegularExpressions;
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
