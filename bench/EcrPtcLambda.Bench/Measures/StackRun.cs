using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Emulation;

namespace EcrPtcLambda.Bench.Measures;

/// <summary>Measures stacks of many rules, each event in a warm process of its own as long as there are processes left, as Lambda would have it.</summary>
internal sealed class StackRun(Stage stage)
{
    /// <summary>How many processes there are at most: more than that wait for one to be done.</summary>
    public const int MaxProcesses = 50;

    /// <summary>ECR documents rates for pushes and pulls alone, from 10 a second up. This is less than it grants to any of those.</summary>
    public static RequestRate Rate { get; } = new(PerSecond: 5, Burst: 10);

    /// <param name="sizes">How many rules the stacks have.</param>
    /// <exception cref="CandidateException">The candidate didn't do the job.</exception>
    public async Task<IReadOnlyList<StackResult>> MeasureAsync(Candidate candidate, IReadOnlyList<int> sizes, CancellationToken cancellationToken)
    {
        List<LambdaSandbox> sandboxes = [.. Enumerable.Range(0, Math.Min(MaxProcesses, sizes.Max())).Select(_ => stage.Start(candidate))];
        try
        {
            await stage.WaitForPollersAsync(sandboxes.Count, sandboxes[0], cancellationToken);
            // One event for each, since all of them are waiting.
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
