using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Hosting;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>The rules that an acceptance run removes, with the native handler, against an emulated Amazon ECR.</summary>
public sealed class CleanUpTests
{
    private const string Account = "123456789012";

    private static readonly EmulatedAwsOptions Caller = new();

    [Fact]
    public async Task An_interrupted_run_removes_its_rules_and_nothing_else()
    {
        using var aws = new EmulatedAws(Caller);
        await using var server = await aws.ListenAsync();
        PutOthers(aws);
        await using var run = AcceptanceProcess.Start(server.Endpoint.ToString(), Caller);
        await run.LineAsync("pass");

        run.Terminate();

        (await run.EndAsync()).ShouldNotBe(0);
        run.Lines.ShouldContain("Interrupted.");
        OthersAreLeft(aws);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_removed_by_the_next_with_clean_and_nothing_else()
    {
        using var aws = new EmulatedAws(Caller);
        await using var server = await aws.ListenAsync();
        PutOthers(aws);
        await using var killed = AcceptanceProcess.Start(server.Endpoint.ToString(), Caller);
        await killed.LineAsync("pass");
        killed.Kill();
        await killed.EndAsync();
        aws.Ecr.Rules.Count.ShouldBeGreaterThan(Others.Length);

        await using var clean = AcceptanceProcess.Start(server.Endpoint.ToString(), Caller, "--clean");

        (await clean.EndAsync()).ShouldBe(0, string.Join('\n', clean.Lines));
        OthersAreLeft(aws);
    }

    [Fact]
    public async Task A_run_removes_what_was_left_hours_ago_and_leaves_what_may_be_at_work()
    {
        using var aws = new EmulatedAws(Caller);
        await using var server = await aws.ListenAsync();
        aws.Ecr.Put(Rule("ptc-acc-0a1b2c/old", TimeSpan.FromHours(3)));
        aws.Ecr.Put(Rule("ptc-acc-3d4e5f/young", TimeSpan.FromMinutes(5)));
        await using var run = AcceptanceProcess.Start(server.Endpoint.ToString(), Caller);
        await run.LineAsync("pass");

        run.Terminate();

        await run.EndAsync();
        aws.Ecr.Rules.Select(rule => rule.EcrRepositoryPrefix).ShouldBe(["ptc-acc-3d4e5f/young"]);
    }

    [Fact]
    public async Task A_rule_that_can_not_be_removed_is_reported_and_fails_the_run()
    {
        using var aws = new EmulatedAws(Caller);
        await using var server = await aws.ListenAsync();
        aws.Ecr.Put(Rule("ptc-acc-0a1b2c/old", TimeSpan.FromHours(3)));
        aws.Ecr.Deny("ecr:DeletePullThroughCacheRule");

        await using var clean = AcceptanceProcess.Start(server.Endpoint.ToString(), Caller, "--clean");

        (await clean.EndAsync()).ShouldBe(1);
        clean.Lines.ShouldContain(line => line.StartsWith("Could not remove ptc-acc-0a1b2c/old: AccessDeniedException", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ptc-acc-0a1b2c/moveda", true)]
    [InlineData("ptc-acc-0a1b2c/slash/", true)]
    [InlineData("ptc-acc-0a1b2c", false)]
    [InlineData("ptc-acc-mine/quay", false)]
    [InlineData("ptc-acc-0a1b2c/team/quay", false)]
    [InlineData("my-ptc-acc-0a1b2c/x1", false)]
    [InlineData("docker-hub", false)]
    public void A_rule_of_ours_is_one_whose_prefix_nobody_else_would_choose(string prefix, bool isOurs) => Aws.Registry.IsOurs(prefix).ShouldBe(isOurs);

    private static readonly string[] Others = ["docker-hub", "ptc-acc-mine", "ptc-acc-mine/quay"];

    private static void PutOthers(EmulatedAws aws)
    {
        foreach (var prefix in Others)
        {
            aws.Ecr.Put(Rule(prefix, TimeSpan.FromDays(30)));
        }
    }

    private static void OthersAreLeft(EmulatedAws aws) => aws.Ecr.Rules.Select(rule => rule.EcrRepositoryPrefix).ShouldBe(Others, ignoreOrder: true);

    private static EmulatedRule Rule(string prefix, TimeSpan age)
    {
        var then = TimeProvider.System.GetUtcNow() - age;
        return new(Account, prefix, "quay.io", "quay", null, null, null, then, then);
    }
}
