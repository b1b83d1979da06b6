using System.Text.RegularExpressions;
using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Deployment.Support;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>.github/.</summary>
public sealed partial class GitHubTests
{
    public static TheoryData<string> Workflows => [.. Directory.GetFiles(Path.Combine(Repository.Root, ".github/workflows")).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_pins_each_action_by_its_commit_and_names_the_version(string workflow)
    {
        var actions = Action().Matches(Read($"workflows/{workflow}")).Select(match => match.Groups["action"].Value).ToList();

        actions.ShouldNotBeEmpty();
        actions.ShouldAllBe(action => Pinned().IsMatch(action));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_has_no_permissions_but_those_of_its_jobs(string workflow) => Read($"workflows/{workflow}").ShouldContain("\npermissions: {}\n");

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Each_job_of_a_workflow_has_a_timeout(string workflow)
    {
        var text = Read($"workflows/{workflow}");

        Timeout().Count(text).ShouldBe(Job().Count(text));
    }

    [Fact]
    public void Every_pull_request_runs_what_must_hold_for_main()
    {
        var workflow = Read("workflows/ci.yml");

        workflow.ShouldContain("\n  pull_request:\n");
        workflow.ShouldContain("run: .ci/run\n");
    }

    [Fact]
    public void Dependabot_updates_every_npm_package_of_the_repository() =>
        NpmFolder().Matches(Read("dependabot.yml")).Select(match => match.Groups["folder"].Value).ShouldBe(
            Documentation.Files("package.json").Select(file => Path.GetDirectoryName(file)!), ignoreOrder: true);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, ".github", file));

    [GeneratedRegex("uses: *(?<action>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Action();

    [GeneratedRegex(@"\A[A-Za-z0-9-]+/[A-Za-z0-9._/-]+@[0-9a-f]{40} # v[0-9]+(\.[0-9]+)*\z")]
    private static partial Regex Pinned();

    [GeneratedRegex("^    runs-on: ", RegexOptions.Multiline)]
    private static partial Regex Job();

    [GeneratedRegex("^    timeout-minutes: [0-9]+$", RegexOptions.Multiline)]
    private static partial Regex Timeout();

    [GeneratedRegex("^      - /(?<folder>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex NpmFolder();
}
