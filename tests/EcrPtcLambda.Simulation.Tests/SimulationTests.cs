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
    private const int LivesInATest = 1000;

    // Seeds of lives beyond those that failed once, each with what was found; they are lived in every run. A seed means nothing any more once
    // the dice fall otherwise: then a test of the handler, in which the same happens, takes its place.
    private static readonly IReadOnlyDictionary<int, string> Found = new Dictionary<int, string>();

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
        await Parallel.ForEachAsync(seeds.Union(seeds.Count == 1 ? [] : Found.Keys), parallel, async (seed, _) =>
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
            var told = failures.OrderBy(each => each.Key).Take(1000).Select(each => string.Create(CultureInfo.InvariantCulture, $"seed {each.Key}: {each.Value.Message} {Found.GetValueOrDefault(each.Key)}"));
            Assert.Fail($"{await ShrunkAsync(failures.Keys.Min(), failures[failures.Keys.Min()])}\n{string.Join('\n', told)}");
        }
    }

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
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It ends this life alone, and is reported with its seed.
            return new(exception.ToString(), life.Story);
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
        [.. (Environment.GetEnvironmentVariable(variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    private sealed record Failure(string Message, IReadOnlyList<string> Story);
}
