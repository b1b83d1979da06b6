using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Emulation;
using EcrPtcLambda.Emulator.Hosting;

namespace EcrPtcLambda.Bench.Measures;

/// <summary>Measures stacks of many rules, with each event in its own warm process while processes are available, as in Lambda.</summary>
internal sealed class StackRun(Stage stage)
{
    /// <summary>The maximum number of processes. Further events wait for a free process.</summary>
    public const int MaxProcesses = 50;

    /// <summary>Amazon ECR documents rates only for pushes and pulls, from 10 per second. This rate is lower than all of them.</summary>
    public static RequestRate Rate { get; } = new(PerSecond: 5, Burst: 10);

    /// <param name="sizes">The numbers of rules in the stacks.</param>
    /// <exception cref="CandidateException">The candidate failed.</exception>
    public async Task<IReadOnlyList<StackResult>> MeasureAsync(Candidate candidate, IReadOnlyList<int> sizes, CancellationToken cancellationToken)
    {
        List<LambdaSandbox> sandboxes = [.. Enumerable.Range(0, Math.Min(MaxProcesses, sizes.Max())).Select(_ => stage.Start(candidate))];
        try
        {
            await stage.WaitForPollersAsync(sandboxes.Count, sandboxes[0], cancellationToken);
            // One event for each process, because all of them are waiting.
            await DeployAsync(sandboxes.Count, RequestRate.Unlimited, cancellationToken);

            List<StackResult> results = [];
            foreach (var size in sizes)
            {
                await stage.WaitForPollersAsync(sandboxes.Count, sandboxes[0], cancellationToken);
                var unlimited = await DeployAsync(size, RequestRate.Unlimited, cancellationToken);
                await stage.WaitForPollersAsync(sandboxes.Count, sandboxes[0], cancellationToken);
                var limited = await DeployAsync(size, Rate, cancellationToken);
                var (calls, throttled) = stage.Calls.EcrCalls;
                results.Add(new(size, unlimited, limited, Rate.LeastTimeFor(size), calls, throttled));
            }

            return results;
        }
        finally
        {
            stage.Limit(RequestRate.Unlimited);
            await stage.EndAsync(sandboxes);
        }
    }

    private async Task<TimeSpan> DeployAsync(int size, RequestRate rate, CancellationToken cancellationToken)
    {
        List<RuleEvent> events = [.. Enumerable.Range(0, size).Select(_ => stage.Next())];
        stage.Limit(rate);
        stage.Calls.Clear();
        var start = stage.Clock.GetTimestamp();
        await Task.WhenAll(events.Select(each => stage.DeliverAsync(each, cancellationToken)));
        var elapsed = stage.Clock.GetElapsedTime(start);
        events.ForEach(stage.Remove);
        return elapsed;
    }
}
