using System.Runtime.Versioning;
using EcrPtc.Cli.Tests.Support;

namespace EcrPtc.Cli.Tests.Commands;

/// <summary>A handler in a process of its own, with everything that can become of it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HandlerTests : IDisposable
{
    // Nothing is cleaned from the environment that the bootstrap itself needs: a wrapper names its runtime.
    private static readonly string Bootstrap = $"exec '{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "bootstrap.dll")}'";

    private const string Template = """
        Resources:
          Quay:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: !ImportValue ecr-ptc-ServiceToken, EcrRepositoryPrefix: mirror, UpstreamRegistryUrl: quay.io }
        """;

    private readonly Tool tool = new();

    public void Dispose() => tool.Dispose();

    [Fact]
    public async Task A_handler_that_ends_before_it_is_asked_is_started_anew_and_gets_the_event_once()
    {
        var handler = tool.WriteScript("handler", $"[ -e '{tool.Folder}/second' ] || {{ touch '{tool.Folder}/second'; exit 3; }}\n{Bootstrap}");

        var ended = await tool.RunAsync("deploy", tool.Write("t.yaml", Template), "--handler", handler, "--calls");

        ended.Error.ShouldBe("");
        ended.ExitCode.ShouldBe(0);
        ended.Output.Split('\n').Count(line => line.Contains("PutObject → SUCCESS mirror", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_event_over_which_the_handler_ended_is_delivered_again()
    {
        // Dies with the event in hand: it asks for one, and ends.
        var handler = tool.WriteScript(
            "handler",
            $"[ -e '{tool.Folder}/second' ] || {{ touch '{tool.Folder}/second'; curl --silent \"http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next\"; exit 3; }}\n{Bootstrap}");

        var ended = await tool.RunAsync("deploy", tool.Write("t.yaml", Template), "--handler", handler, "--calls");

        ended.Error.ShouldBe("");
        ended.ExitCode.ShouldBe(0);
        ended.Output.Split('\n').Count(line => line.Contains("PutObject → SUCCESS mirror", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("exit 0", "exit code 0")]
    [InlineData("exit 7", "exit code 7")]
    [InlineData("kill -9 $$", "exit code 137")]
    public async Task A_handler_that_always_ends_gets_the_event_three_times_and_the_stacks_event_says_so(string script, string expected)
    {
        var handler = tool.WriteScript("handler", $"echo run >> '{tool.Folder}/runs'\n{script}");

        var ended = await tool.RunAsync("deploy", tool.Write("t.yaml", Template), "--handler", handler);

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldContain("CREATE_FAILED         Quay  CloudFormation did not receive a response from your Custom Resource.");
        ended.Output.ShouldContain($"It was delivered 3 times; of the last: Runtime.ExitError: The process ended with {expected} without completing the request.");
        ended.Error.ShouldStartWith("Failed to create/update the stack. It is in ROLLBACK_FAILED state");

        // Three times for the Create, three for the Delete of its rollback; one more where a start beforehand ended before the first.
        (await File.ReadAllLinesAsync(Path.Combine(tool.Folder, "runs"))).Length.ShouldBeInRange(6, 7);
    }

    [Fact]
    public async Task Invoke_tells_that_the_handler_ended_and_what_it_wrote()
    {
        var handler = tool.WriteScript("handler", "echo out of luck; exit 5");

        var ended = await tool.RunAsync("invoke", Path.Combine(AppContext.BaseDirectory, "events", "create-quay.json"), "--handler", handler, "--log");

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldContain("out of luck\n");
        ended.Error.ShouldBe("The function failed: Runtime.ExitError: The process ended with exit code 5 without completing the request.\nThe function did not answer.\n");
    }

    [Fact]
    public async Task A_handler_that_hangs_is_given_up_after_the_ServiceTimeout_and_another_is_started()
    {
        var handler = tool.WriteScript("handler", $"[ -e '{tool.Folder}/second' ] || {{ touch '{tool.Folder}/second'; exec sleep 600; }}\n{Bootstrap}");
        tool.Write("t.yaml", Template.Replace("EcrRepositoryPrefix", "ServiceTimeout: 5, EcrRepositoryPrefix", StringComparison.Ordinal));

        var ended = await tool.RunAsync("deploy", "t.yaml", "--handler", handler);

        ended.Output.ShouldContain("(Given up after 5 s.");
        ended.Output.ShouldContain("ROLLBACK_COMPLETE     t\n");
        ended.ExitCode.ShouldBe(1);
    }
}
