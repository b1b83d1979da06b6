using System.Globalization;
using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Emulation;
using EcrPtcLambda.Bench.Measures;
using EcrPtcLambda.Bench.Reports;

namespace EcrPtcLambda.Bench;

/// <summary>Measures all candidates in one run.</summary>
/// <param name="folder">The folder of the candidates.</param>
/// <param name="progress">The output for progress messages.</param>
internal sealed class BenchRun(CandidateFolder folder, BenchOptions options, TextWriter progress)
{
    // The first starts warm up the emulated AWS and the file cache.
    private const int WarmUps = 2;

    private readonly List<Candidate> candidates = [];
    private readonly List<(CandidateKind Kind, string Why)> absences = [];

    public async Task<BenchResults> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var kind in CandidateKind.All.Where(kind => options.Only.Count == 0 || options.Only.Contains(kind.Name)))
        {
            switch (folder.Find(kind))
            {
                case ({ } candidate, _):
                    candidates.Add(candidate);
                    break;
                case (_, { } absence):
                    absences.Add((kind, absence));
                    break;
            }
        }

        await using var stage = await Stage.OpenAsync(cancellationToken);
        var cold = await MeasureColdAsync(stage, cancellationToken);
        var warm = await MeasureWarmAsync(stage, cancellationToken);
        var stacks = options.StackSizes.Count > 0 && candidates.Find(candidate => candidate.Kind == CandidateKind.Ours) is { } ours
            ? await new StackRun(stage).MeasureAsync(ours, options.StackSizes, cancellationToken)
            : [];
        return new([.. candidates.Select(candidate => (candidate, cold[candidate]))], warm, stacks, absences);
    }

    private async Task<Dictionary<Candidate, IReadOnlyList<ColdSample>>> MeasureColdAsync(Stage stage, CancellationToken cancellationToken)
    {
        var start = new ColdStart(stage);
        var samples = candidates.ToDictionary(candidate => candidate, _ => new List<ColdSample>());
        for (var round = -WarmUps; round < options.Rounds; round++)
        {
            if (round % 10 == 0)
            {
                await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"bench: round {round} of {options.Rounds}"));
            }

            foreach (var candidate in Shuffled(round))
            {
                try
                {
                    var sample = await start.MeasureAsync(candidate, cancellationToken);
                    if (round >= 0)
                    {
                        samples[candidate].Add(sample);
                    }
                }
                catch (CandidateException exception) when (candidate.Kind != CandidateKind.Ours)
                {
                    candidates.Remove(candidate);
                    absences.Add((candidate.Kind, exception.Message));
                }
            }
        }

        return samples.ToDictionary(each => each.Key, IReadOnlyList<ColdSample> (each) => each.Value);
    }

    private async Task<List<(Candidate Candidate, WarmResult Result)>> MeasureWarmAsync(Stage stage, CancellationToken cancellationToken)
    {
        List<(Candidate, WarmResult)> results = [];
        foreach (var candidate in options.WarmEvents > 0 ? candidates : [])
        {
            await progress.WriteLineAsync($"bench: {candidate.Kind.Title}, warm");
            try
            {
                results.Add((candidate, await new WarmRun(stage).MeasureAsync(candidate, options.WarmEvents, cancellationToken)));
            }
            catch (CandidateException exception) when (candidate.Kind != CandidateKind.Ours)
            {
                absences.Add((candidate.Kind, $"warm, {exception.Message}"));
            }
        }

        return results;
    }

    // The order varies because the end of one candidate can slow down the next.
    private Candidate[] Shuffled(int round)
    {
        Candidate[] order = [.. candidates];
#pragma warning disable CA5394 // The order must be the same in each run, and has no security purpose.
        new Random(round).Shuffle(order);
#pragma warning restore CA5394
        return order;
    }
}
