using System.Globalization;
using Amazon;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Acceptance.Handler;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.Acceptance.Rows;

namespace EcrPtcLambda.Acceptance;

/// <summary>An acceptance run, from the first row to the removal of the last rule.</summary>
/// <param name="options">The options.</param>
/// <param name="report">The table, written row by row.</param>
/// <param name="clock">The source of time.</param>
internal sealed class AcceptanceRun(AcceptanceOptions options, Report report, TimeProvider clock)
{
    // No run takes this long, so an older rule was left by a run that could not clean up.
    private static readonly TimeSpan OldestRun = TimeSpan.FromHours(2);

    // A rule that a row prepares must be older than the row's events by more than the clocks can differ.
    private static readonly TimeSpan Ageing = TimeSpan.FromSeconds(5);

    // The time limit for cleaning up, also after an interruption.
    private static readonly TimeSpan CleanUp = TimeSpan.FromMinutes(2);

    private readonly string prefix = $"{Registry.PrefixOfAll}{Guid.NewGuid().ToString("n")[..6]}/";
    private readonly Recorder recorder = new(clock);

    /// <summary>Runs all rows.</summary>
    /// <returns>True if no row failed and nothing was left behind.</returns>
    /// <exception cref="AcceptanceException">The run could not start.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var (wire, registry) = await ConnectAsync(http, cancellationToken);
        await RemoveLeftoversAsync(registry, clock.GetUtcNow() - OldestRun, cancellationToken);
        await using var proxy = await EcrProxy.StartAsync(wire, cancellationToken);
        await using var handler = await HandlerProcess.StartAsync(options.Handler, registry.AccountId, options.Region, proxy, cancellationToken);
        report.Line($"Account {registry.AccountId}, {options.Region}; rules are made under {prefix} and removed at the end.");
        report.Line();
        report.Heading();
        var isClean = false;
        var isInterrupted = false;
        try
        {
            await LiveAsync(RowTable.Create(options, registry.AccountId), registry, handler, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isInterrupted = true;
            report.Line("Interrupted.");
        }
        finally
        {
            isClean = await RemoveOwnAsync(registry);
            await RecordAsync(registry);
        }

        return report.Failed == 0 && isClean && !isInterrupted;
    }

    /// <summary>Removes only the rules of earlier runs, of any age.</summary>
    /// <returns>True if nothing is left.</returns>
    public async Task<bool> CleanAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var (_, registry) = await ConnectAsync(http, cancellationToken);
        return await RemoveLeftoversAsync(registry, madeBefore: DateTimeOffset.MaxValue, cancellationToken);
    }

    private async Task<(EcrWire Wire, Registry Registry)> ConnectAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var caller = new AwsCaller(await AwsCaller.CredentialsOfAsync(options.Profile), options.Region, http, clock);
        var endpoint = options.Endpoint ?? new Uri($"https://api.ecr.{options.Region}.{RegionEndpoint.GetBySystemName(options.Region).PartitionDnsSuffix}");
        var wire = new EcrWire(caller, endpoint, recorder);
        return (wire, new(wire, options.AccountId ?? await caller.AccountIdAsync(cancellationToken), clock));
    }

    private async Task LiveAsync(IReadOnlyList<Row> rows, Registry registry, HandlerProcess handler, CancellationToken cancellationToken)
    {
        var unprepared = new Dictionary<Row, string>();
        foreach (var row in rows.Where(row => row.Missing is null))
        {
            try
            {
                recorder.Row = row.Name;
                await row.PrepareAsync(StageOf(row, registry, handler, cancellationToken));
            }
            catch (Exception exception) when (IsRows(exception, cancellationToken))
            {
                unprepared.Add(row, exception.Message);
            }
        }

        await Task.Delay(Ageing, clock, cancellationToken);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = clock.GetTimestamp();
            if (row.Missing is { } missing)
            {
                report.Skipped(row, missing);
                continue;
            }

            if (unprepared.TryGetValue(row, out var why))
            {
                report.Otherwise(row, TimeSpan.Zero, why);
                continue;
            }

            try
            {
                recorder.Row = row.Name;
                var note = await row.LiveAsync(StageOf(row, registry, handler, cancellationToken));
                report.Passed(row, clock.GetElapsedTime(start), note);
            }
            catch (Exception exception) when (IsRows(exception, cancellationToken))
            {
                report.Otherwise(row, clock.GetElapsedTime(start), exception.Message);
            }

            await RemoveAsync(row, registry, cancellationToken);
        }

        report.Line();
        report.Sums();
    }

    // The registry's quota can leave little room. A removal that fails is retried at the end.
    private async Task RemoveAsync(Row row, Registry registry, CancellationToken cancellationToken)
    {
        recorder.Row = "clean-up";
        var own = Stage.Prefixes(prefix + row.Slug);
        await registry.RemoveAsync((await registry.RulesOfRunsAsync(cancellationToken)).Where(rule => own.Contains(rule.Prefix)), cancellationToken);
    }

    // A call that times out fails its row. Cancellation of the run is not a failure of the row.
    private static bool IsRows(Exception exception, CancellationToken cancellationToken) =>
        exception is RowFailedException or HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private Stage StageOf(Row row, Registry registry, HandlerProcess handler, CancellationToken cancellationToken) =>
        new(handler, registry, recorder, prefix + row.Slug, options.Region, clock, cancellationToken);

    private async Task<bool> RemoveLeftoversAsync(Registry registry, DateTimeOffset madeBefore, CancellationToken cancellationToken)
    {
        recorder.Row = "clean-up";
        var leftovers = (await registry.RulesOfRunsAsync(cancellationToken)).Where(rule => rule.CreatedAtTime < madeBefore).ToList();
        var left = await registry.RemoveAsync(leftovers, cancellationToken);
        if (leftovers.Count > 0)
        {
            report.Line(string.Create(CultureInfo.InvariantCulture, $"Removed {leftovers.Count - left.Count} of {leftovers.Count} rules that an earlier run left."));
        }

        foreach (var each in left)
        {
            report.Line($"Could not remove {each}");
        }

        return left.Count == 0;
    }

    // Ignores the run's cancellation, because an interrupted run leaves the most rules. Describe may lag, so it is called repeatedly.
    private async Task<bool> RemoveOwnAsync(Registry registry)
    {
        using var limit = new CancellationTokenSource(CleanUp, clock);
        recorder.Row = "clean-up";
        try
        {
            IReadOnlyList<string> left = [];
            for (var look = 1; look <= 3; look++)
            {
                var own = (await registry.RulesOfRunsAsync(limit.Token)).Where(rule => rule.Prefix.StartsWith(prefix, StringComparison.Ordinal)).ToList();
                if (own.Count == 0 && look > 1)
                {
                    return true;
                }

                left = await registry.RemoveAsync(own, limit.Token);
                await Task.Delay(TimeSpan.FromSeconds(2), clock, limit.Token);
            }

            foreach (var each in left)
            {
                report.Line($"Could not remove {each}");
            }

            return left.Count == 0;
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or AcceptanceException)
        {
            report.Line($"Not everything under {prefix} could be removed ({exception.Message}): run `make acceptance ACCEPTANCE_FLAGS=--clean`.");
            return false;
        }
    }

    private async Task RecordAsync(Registry registry)
    {
        if (options.RecordingsFolder is { } folder)
        {
            var source = options.Endpoint is null ? RecordingSource.Aws : RecordingSource.Endpoint;
            var file = await recorder.WriteAsync(folder, options.Region, source, new Masking(registry.AccountId), CancellationToken.None);
            report.Line($"Recorded to {file}, masked: look it over before you send it.");
            var differences = await Replay.DifferencesAsync(Replay.Read(await File.ReadAllTextAsync(file, CancellationToken.None)), CancellationToken.None);
            await KnownDifferences.WriteAsync(file, differences, CancellationToken.None);
            report.Line(differences.Count == 0
                ? "The emulator returns the recorded responses."
                : string.Create(CultureInfo.InvariantCulture, $"The emulator differs in {differences.Count} places, which are listed in {KnownDifferences.FileOf(file)}: send that too."));
        }
    }
}
