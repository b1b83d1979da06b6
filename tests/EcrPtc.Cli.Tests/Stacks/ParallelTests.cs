using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Stacks;

/// <summary>The concurrency of an operation, and the order of its steps.</summary>
public class ParallelTests
{
    private const string TwoRules = """
        Resources:
          A: { Type: Custom::PullThroughCacheRule, Properties: { EcrRepositoryPrefix: aa } }
          B: { Type: Custom::PullThroughCacheRule, Properties: { EcrRepositoryPrefix: bb } }
        """;

    // More than the slowest machine needs where nothing hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Requests_for_independent_resources_are_in_flight_together()
    {
        await using var stack = new LocalStack();
        var engine = new StackEngine(stack.Aws, new(stack.Aws, new MeetingResource(participants: 2)), stack.Clock, static _ => { });

        var deployment = await engine.DeployAsync("s", "t.yaml", TwoRules, new Dictionary<string, string>(), CancellationToken.None).WaitAsync(Patience, TimeProvider.System);

        deployment.Stack.Status.ShouldBe(StackStatus.CreateComplete);
        (await engine.DeleteAsync("s", [], CancellationToken.None).WaitAsync(Patience, TimeProvider.System))!.Status.ShouldBe(StackStatus.DeleteComplete);
    }

    [Fact]
    public async Task A_step_begins_once_those_before_it_are_done()
    {
        var log = new List<string>();

        await RunAsync(OnFailure.GoOn, log, ("a", ["c"]), ("b", []), ("c", ["b"]));

        log.ShouldBe(["b", "c", "a"]);
    }

    [Fact]
    public async Task What_comes_after_a_step_that_fails_never_begins_and_the_rest_goes_on()
    {
        var log = new List<string>();

        var end = await RunAsync(OnFailure.GoOn, log, ("wrong", []), ("after", ["wrong"]), ("beside", []));

        log.ShouldBe(["wrong", "beside"]);
        end.Failed.ShouldHaveSingleItem().Key.ShouldBe("wrong");
    }

    [Fact]
    public async Task Steps_that_wait_for_each_other_in_a_circle_are_done_all_the_same()
    {
        var log = new List<string>();

        var end = await RunAsync(OnFailure.GoOn, log, ("a", ["b"]), ("b", ["a"]));

        log.ShouldBe(["a", "b"]);
        end.Failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_cancels_what_is_in_flight_and_not_what_has_ended()
    {
        var never = new TaskCompletionSource<ProviderResponse>();
        PhaseStep[] steps = [new Step("in-flight", [], [], never.Task), new Step("wrong", [], []), new Step("ended", [], [])];

        var end = await new StepRunner(new RequestAwaiter()).RunAsync(steps, OnFailure.CancelOthers, CancellationToken.None).WaitAsync(Patience, TimeProvider.System);

        end.Cancelled.ShouldHaveSingleItem().Step.Key.ShouldBe("in-flight");
    }

    private static Task<StepsEnd> RunAsync(OnFailure onFailure, List<string> log, params (string Key, string[] After)[] steps) => new StepRunner(new RequestAwaiter())
        .RunAsync([.. steps.Select(step => new Step(step.Key, step.After, log))], onFailure, CancellationToken.None).WaitAsync(Patience, TimeProvider.System);

    private sealed class Step(string key, string[] after, List<string> log, Task<ProviderResponse>? request = null) : PhaseStep(key, key, after)
    {
        public override StepState Begin(CancellationToken cancellationToken)
        {
            log.Add(Key);
            return new StepState.Waits(request ?? Task.FromResult<ProviderResponse>(Key == "wrong"
                ? new ProviderResponse.Failed(Key, "wrong")
                : new ProviderResponse.Succeeded(Key, new Dictionary<string, string>())));
        }

        public override StepState Take(ProviderResponse response, CancellationToken cancellationToken) => response is ProviderResponse.Failed ? StepState.Failed : StepState.Done;
    }

    // Responds to no request before all resources are in flight.
    private sealed class MeetingResource(int participants) : IResourceProvider
    {
        private TaskCompletionSource met = new();
        private int arrived;

        public Task<ProviderResponse> CreateAsync(ResourceRequest request, CancellationToken cancellationToken) => MeetAsync(request);

        public Task<ProviderResponse> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) => MeetAsync(request);

        public Task<ProviderResponse> DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) => MeetAsync(request);

        private async Task<ProviderResponse> MeetAsync(ResourceRequest request)
        {
            var meeting = met;
            if (++arrived == participants)
            {
                (met, arrived) = (new(), 0);
                meeting.SetResult();
            }

            await meeting.Task;
            return new ProviderResponse.Succeeded(request.LogicalId, new Dictionary<string, string>());
        }
    }
}
