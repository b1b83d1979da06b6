using System.Globalization;
using Amazon;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Acceptance.Handler;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.Acceptance.Rows;

namespace EcrPtcLambda.Acceptance;

/// <summary>One run from its beginning to the last rule removed.</summary>
/// <param name="options">What the operator asks for.</param>
/// <param name="report">Where the table goes, row by row.</param>
/// <param name="clock">All time.</param>
internal sealed class AcceptanceRun(AcceptanceOptions options, Report report, TimeProvider clock)
{
    // No run takes as long: what is older was left by one that was ended without a chance to clean up.
    private static readonly TimeSpan OldestRun = TimeSpan.FromHours(2);

    // A rule that a row finds there must be older than the row's events by more than the clocks may differ.
    private static readonly TimeSpan Ageing = TimeSpan.FromSeconds(5);

    // What cleaning up may take, also after an interruption.
    private static readonly TimeSpan CleanUp = TimeSpan.FromMinutes(2);

    private readonly string prefix = $"{Registry.PrefixOfAll}{Guid.NewGuid().ToString("n")[..6]}/";
    private readonly Recorder recorder = new(clock);

    /// <summary>Lives every row.</summary>
    /// <returns>Whether none failed, and nothing was left behind.</returns>
    /// <exception cref="AcceptanceException">It could not begin.</exception>
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

    /// <summary>Removes what earlier runs left, however old, and nothing else.</summary>
    /// <returns>Whether nothing is left.</returns>
    public async Task<bool> CleanAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var (_, registry) = await ConnectAsync(http, cancellationToken);
        return await RemoveLeftoversAsync(registry, madeBefore: DateTimeOffset.MaxValue, cancellationToken);
    }

    private async Task<(EcrWire Wire, Registry Registry)> ConnectAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var caller = new AwsCaller(AwsCaller.CredentialsOf(options.Profile), options.Region, http, clock);
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

    // The registry's quota may leave little room. What can't be removed now is tried again at the end.
    private async Task RemoveAsync(Row row, Registry registry, CancellationToken cancellationToken)
    {
        recorder.Row = "clean-up";
        var own = Stage.Prefixes(prefix + row.Slug);
        await registry.RemoveAsync((await registry.RulesOfRunsAsync(cancellationToken)).Where(rule => own.Contains(rule.Prefix)), cancellationToken);
    }

    // A call that took too long is the row's failure; the run's own end is not.
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

    // Not by the run's token: after an interruption there is the most to remove. Describe may lag, so it is looked more than once.
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
        }
    }
}
