using EcrPtc.Cli.Functions;
using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Stacks;

/// <summary>The delivery of events and responses, as CloudFormation and Lambda do it.</summary>
public class DeliveryTests
{
    private const string Template = """
        Resources:
          Rule:
            Type: Custom::PullThroughCacheRule
            Properties:
              ServiceToken: arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc
              ServiceTimeout: 300
              EcrRepositoryPrefix: quay
              UpstreamRegistryUrl: quay.io
        """;

    [Fact]
    public async Task An_event_whose_response_could_not_be_sent_is_delivered_again_and_finds_its_rule()
    {
        await using var stack = new LocalStack(timeout: TimeSpan.FromSeconds(30));
        stack.Aws.Emulated.Faults.Until(stack.Clock.GetUtcNow().AddSeconds(60), Faults.PutObject, new Fault.ServerError(503));

        var deployment = await stack.DeployAsync(Template);

        deployment.Stack.Status.ShouldBe(StackStatus.CreateComplete);
        stack.TakeLines().Count(line => line.StartsWith("    Create Rule", StringComparison.Ordinal)).ShouldBe(2);
        stack.Aws.Emulated.CallLog.Entries.Count(call => call.Operation == "CreatePullThroughCacheRule").ShouldBe(1);
    }

    [Fact]
    public async Task An_event_without_a_response_is_delivered_three_times_and_fails_without_the_wait()
    {
        await using var stack = new LocalStack(around: static function => new Unresponsive(function, new InvocationResult.Errored("Runtime.ExitError", "The process ended.")));

        var deployment = await stack.DeployAsync(Template);

        deployment.Stack.Status.ShouldBe(StackStatus.RollbackFailed);
        var lines = stack.TakeLines();
        lines.Count(line => line.StartsWith("    Create Rule", StringComparison.Ordinal)).ShouldBe(3);
        lines.ShouldContain(line => line.Contains("CREATE_FAILED Rule: CloudFormation did not receive a response", StringComparison.Ordinal)
            && line.Contains("CloudFormation would have waited 300 s. It was delivered 3 times; of the last: Runtime.ExitError: The process ended.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_hangs_is_given_up_after_the_ServiceTimeout()
    {
        await using var stack = new LocalStack(around: static function => new Hanging(function));
        var start = stack.Clock.GetUtcNow();

        var deploying = stack.DeployAsync(Template);
        while (!deploying.IsCompleted)
        {
            stack.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        (await deploying).Stack.Status.ShouldBe(StackStatus.RollbackFailed);
        (stack.Clock.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(600));
        stack.TakeLines().ShouldContain(line => line.Contains("CREATE_FAILED Rule: CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [<id>].", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clean_up_that_fails_is_tried_three_times_and_the_update_still_completes()
    {
        await using var stack = new LocalStack();
        await stack.DeployAsync(Template);
        stack.Clock.Advance(TimeSpan.FromMinutes(1));
        stack.Aws.Emulated.Ecr.Deny("ecr:DeletePullThroughCacheRule");
        stack.TakeLines();

        var deployment = await stack.DeployAsync(Template.Replace("EcrRepositoryPrefix: quay", "EcrRepositoryPrefix: other", StringComparison.Ordinal));

        deployment.Stack.Status.ShouldBe(StackStatus.UpdateComplete);
        stack.TakeLines().Count(line => line.StartsWith("DELETE_FAILED Rule", StringComparison.Ordinal)).ShouldBe(3);
    }

    private class Unresponsive(IFunction function, InvocationResult result) : IFunction
    {
        public IReadOnlyCollection<string> Log => function.Log;

        public string CreateResponseUrl(string stackId, string logicalId, string requestId, DateTimeOffset signedAt) =>
            function.CreateResponseUrl(stackId, logicalId, requestId, signedAt);

        public virtual Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken) => Task.FromResult(result);

        public ValueTask DisposeAsync() => function.DisposeAsync();
    }

    private sealed class Hanging(IFunction function) : Unresponsive(function, new InvocationResult.TimedOut())
    {
        public override async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, string lambdaRequestId, CancellationToken cancellationToken)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            return new InvocationResult.TimedOut();
        }
    }
}
