using System.Collections.Concurrent;
using System.Globalization;
using Xunit.Abstractions;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// Nothing lost, nothing left behind, nothing touched that isn't ours, over thousands of random lives. `make soak-simulation` lives more;
/// a seed that fails is shrunk to the steps that matter and printed with the command that lives it again.
/// </summary>
public class SimulationTests(ITestOutputHelper output)
{
    private const int LivesInATest = 2000;

    [Fact]
    public async Task Whatever_happens_nothing_is_lost_and_nothing_left_behind()
    {
        var seeds = Numbers("ECR_PTC_SEED").Order().ToList() is { Count: > 0 } chosen
            ? chosen
            : [.. Enumerable.Range(Number("ECR_PTC_FIRST") ?? 1, Number("ECR_PTC_LIVES") ?? LivesInATest)];
        var failures = new ConcurrentDictionary<int, Failure>();
        var exceptions = new ConcurrentDictionary<string, int>();

        // Much of a life is waiting for threads that move its clock.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8 * Environment.ProcessorCount };
        await Parallel.ForEachAsync(seeds, parallel, async (seed, _) =>
        {
            if (await FailureOfAsync(seed, Numbers("ECR_PTC_WITHOUT"), Numbers("ECR_PTC_FAULTLESS"), exceptions) is { } failure)
            {
                failures[seed] = failure;
            }
        });

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds.Count} lives from seed {seeds[0]}, {failures.Count} failed"));
        foreach (var (exception, times) in exceptions.OrderBy(each => each.Key))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{times} times: {exception}"));
        }

        if (!failures.IsEmpty)
        {
            var told = failures.OrderBy(each => each.Key).Take(1000).Select(each => string.Create(CultureInfo.InvariantCulture, $"seed {each.Key}: {each.Value.Message}"));
            Assert.Fail($"{await ShrunkAsync(failures.Keys.Min(), failures[failures.Keys.Min()])}\n{string.Join('\n', told)}");
        }
    }

    /// <summary>Lives that once failed; each says what was found.</summary>
    [Theory]
    [InlineData(24, "a rollback kept a rule that Describe still showed a moment after its Delete")]
    [InlineData(502, "a Delete took a rule made a second before, by a clock ahead, for one made after it was sent")]
    [InlineData(872, "a Create whose answer was lost was looked for two seconds instead of four")]
    [InlineData(63, "a redelivered Create that failed before it could look left behind what the delivery before it had made")]
    [InlineData(2427, "a redelivered Update to a new prefix that could not check what it had made left it behind")]
    [InlineData(3408, "a rule was adopted that had been deleted a moment before")]
    [InlineData(43760, "of two deliveries at once the second took a rule deleted before, which Describe still showed, for what was in its way")]
    [InlineData(88475, "an unsure Create, and its rollback, were content with a rule deleted before, which Describe still showed")]
    [InlineData(5875, "an Update that came before Describe showed the rule took it for what its own Create had left, and deleted it")]
    [InlineData(31935, "an Update back to a former prefix whose Create had an unknown effect kept an ID that no clean-up follows")]
    [InlineData(54142, "a rule made where an adopted one was gone stayed adopted, and was left behind")]
    [InlineData(57253, "a redelivered Update took what the first delivery had made in a gone one's place for the adopted rule")]
    [InlineData(77424, "an adoption was refused for a rule deleted before, which Describe still showed")]
    [InlineData(93585, "a replacement that nobody could look at was answered at once, and the clean-up deleted it")]
    public async Task A_life_that_failed_once_fails_no_more(int seed, string finding) =>
        (await FailureOfAsync(seed, new HashSet<int>(), new HashSet<int>()))?.Message.ShouldBeNull(finding);

    private static async Task<Failure?> FailureOfAsync(
        int seed, IReadOnlySet<int> without, IReadOnlySet<int> faultless, ConcurrentDictionary<string, int>? exceptions = null)
    {
        await using var life = new Life(seed, without, faultless);
        try
        {
            await life.LiveAsync();
            foreach (var (exception, times) in life.Exceptions)
            {
                exceptions?.AddOrUpdate(exception, times, (_, before) => before + times);
            }

            return null;
        }
        catch (BrokenInvariantException exception)
        {
            return new(exception.Message, life.Story);
        }
    }

    // Leaves out a step, or what goes wrong in it, for as long as the life still fails.
    private static async Task<string> ShrunkAsync(int seed, Failure original)
    {
        var without = Numbers("ECR_PTC_WITHOUT").ToHashSet();
        var faultless = Numbers("ECR_PTC_FAULTLESS").ToHashSet();
        for (var step = Life.MostSteps - 1; step >= 0; step--)
        {
            if (without.Add(step) && await FailureOfAsync(seed, without, faultless) is null)
            {
                without.Remove(step);
            }
        }

        for (var step = Life.MostSteps - 1; step >= 0; step--)
        {
            if (faultless.Add(step) && await FailureOfAsync(seed, without, faultless) is null)
            {
                faultless.Remove(step);
            }
        }

        var failure = await FailureOfAsync(seed, without, faultless);
        return failure is null
            ? $"Seed {seed} failed once and not again: what two processes do at the same time isn't the same every time.\n{original.Message}\nmake soak-simulation SEED={seed}\n{string.Join('\n', original.Story)}"
            : $"{failure.Message}\nmake soak-simulation SEED={seed} WITHOUT={string.Join(',', without)} FAULTLESS={string.Join(',', faultless)}\n{string.Join('\n', failure.Story)}";
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static HashSet<int> Numbers(string variable) =>
        [.. (Environment.GetEnvironmentVariable(variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    private sealed record Failure(string Message, IReadOnlyList<string> Story);
}
