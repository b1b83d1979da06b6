using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
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
        ended.Error.ShouldEndWith("\nThe function's log: --log\n");

        // Three times for the Create, three for the Delete of its rollback; one more where a start beforehand ended before the first.
        (await File.ReadAllLinesAsync(Path.Combine(tool.Folder, "runs"))).Length.ShouldBeInRange(6, 7);
    }

    [Fact]
    public async Task Invoke_reports_that_the_handler_ended_and_its_output()
    {
        var handler = tool.WriteScript("handler", "echo out of luck; exit 5");

        var ended = await tool.RunAsync("invoke", Path.Combine(AppContext.BaseDirectory, "events", "create-quay.json"), "--handler", handler, "--log");

        ended.ExitCode.ShouldBe(1);
        ended.Output.ShouldContain("out of luck\n");
        ended.Error.ShouldBe("The function failed: Runtime.ExitError: The process ended with exit code 5 without completing the request.\nThe function did not send a response.\n");
    }

    [Fact]
    public async Task A_handler_that_hangs_is_given_up_after_the_ServiceTimeout_and_another_is_started()
    {
        var handler = tool.WriteScript("handler", $"[ -e '{tool.Folder}/second' ] || {{ touch '{tool.Folder}/second'; exec sleep 600; }}\n{Bootstrap}");
        tool.Write("t.yaml", Template.Replace("EcrRepositoryPrefix", "ServiceTimeout: 5, EcrRepositoryPrefix", StringComparison.Ordinal));

        var ended = await tool.RunAsync("deploy", "t.yaml", "--handler", handler);

        ended.Output.ShouldContain("(Timed out after 5 s.");
        ended.Output.ShouldContain("ROLLBACK_COMPLETE     t\n");
        ended.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Deploy_shows_the_log_of_the_function()
    {
        var handler = tool.WriteScript("handler", "echo out of luck; exit 5");

        var ended = await tool.RunAsync("deploy", tool.Write("t.yaml", Template), "--handler", handler, "--log");

        ended.Output.ShouldContain("\nout of luck\n");
        ended.Error.ShouldNotContain("--log");
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_leaves_no_process_of_the_handler_behind(string signal)
    {
        var handler = tool.WriteScript("handler", $"echo $$ > '{tool.Folder}/pid.new'; mv '{tool.Folder}/pid.new' '{tool.Folder}/pid'; exec sleep 600");
        using var process = tool.StartInForeground("deploy", tool.Write("t.yaml", Template), "--handler", handler);
        await Tool.ReadUntilAsync(process, "CREATE_IN_PROGRESS    Quay");
        var pid = await ReadAsync(Path.Combine(tool.Folder, "pid"));

        await Tool.SignalAsync(process, signal);
        var ended = await Tool.EndAsync(process);

        ended.ExitCode.ShouldBe(130);
        ended.Error.ShouldBe("Interrupted. The next command resumes the operation on the stack.\n");
        Directory.Exists($"/proc/{pid}").ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_wait_reports_its_cause()
    {
        using var process = tool.StartInForeground("deploy", tool.Write("t.yaml", Template), "--handler", tool.WriteScript("handler", "exec sleep 600"));

        await Tool.ReadUntilAsync(process, "Z  waiting for the function's response to Create of Quay; it has made no call yet");

        await Tool.InterruptAsync(process);
        (await Tool.EndAsync(process)).ExitCode.ShouldBe(130);
    }

    [Fact]
    public async Task Serve_hands_the_events_of_the_Lambda_API_to_a_bootstrap()
    {
        using var serving = tool.Start("serve", "--port", "0");
        var lines = await Tool.ReadUntilAsync(serving, "Listening at");
        var exports = string.Join('\n', lines.Split('\n').Where(static line => line.StartsWith("export ", StringComparison.Ordinal)));
        var bootstrap = tool.WriteScript("bootstrap", $"{exports}\nexport AWS_LAMBDA_FUNCTION_NAME=ecr-ptc AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256\n{Bootstrap}");
        using var polling = Process.Start(new ProcessStartInfo(Path.Combine(tool.Folder, bootstrap)))!;
        try
        {
            var endpoint = Regex.Match(lines, "export AWS_ENDPOINT_URL_LAMBDA='([^']*)'").Groups[1].Value;
            var @event = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "events", "create-quay.json"));
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
            using var payload = new ByteArrayContent(Encoding.UTF8.GetBytes(@event.Replace("127.0.0.1:9000", new Uri(endpoint).Authority, StringComparison.Ordinal)));
            using var response = await client.PostAsync(new Uri($"{endpoint}/2015-03-31/functions/ecr-ptc/invocations"), payload);

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Headers.Contains("X-Amz-Function-Error").ShouldBeFalse();
            (await Tool.ReadUntilAsync(serving, "PutObject")).ShouldContain("CreatePullThroughCacheRule → done");
        }
        finally
        {
            polling.Kill(entireProcessTree: true);
            serving.Kill();
        }
    }

    private static async Task<string> ReadAsync(string file)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        while (!File.Exists(file))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }

        return (await File.ReadAllTextAsync(file, patience.Token)).Trim();
    }
}
