using System.Globalization;
using System.Text;
using EcrPtcLambda.Bench.Candidates;
using EcrPtcLambda.Bench.Measures;

namespace EcrPtcLambda.Bench.Reports;

/// <summary>Writes the results as Markdown.</summary>
internal static class Report
{
    private const double Megabyte = 1 << 20;

    /// <summary>Returns the complete text of <c>bench/RESULTS.md</c>.</summary>
    /// <param name="command">The command that was run.</param>
    /// <param name="at">The start time.</param>
    public static string Write(BenchResults results, Machine machine, string command, DateTimeOffset at)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Results of `make bench`

            - Command: `{command}`
            - Date: {at:yyyy-MM-dd}
            - Machine: {machine}

            [README.md](README.md) describes the measurements and the candidates. The candidates alternate in one run, so compare the ratios within the
            run. Times are in milliseconds unless another unit is specified. 1 MB is 2^20 bytes. `a / b` is the median and the 99th percentile.

            ## Goals

            {Goal.Table(Goals(results))}
            ## Cold start

            The time from the start of a process to the first request for an event, the first call that Amazon ECR served, and the acceptance of the
            response. `× ours` is the median time to the response, as a multiple of the time of EcrPtcLambda.

            {ColdTable(results)}
            """);
        if (results.Warm.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                ## Warm

                Events in sequence in one process, without the first event. `MB early` is the resident memory after 10% of the events.

                {WarmTable(results)}
                """);
        }

        if (results.Stacks.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                ## Stacks under a request rate

                All rules of a stack at once, in seconds from the first event to the last response. Each event has its own warm process, up to
                {StackRun.MaxProcesses} processes. `throttled` is the time with a limit of {StackRun.Rate.PerSecond} calls per second for each operation and a burst of {StackRun.Rate.Burst}. `least` is the
                minimum time with that limit.

                {StackTable(results)}
                """);
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            ## Candidates

            {VersionTable(results)}
            """);
        return text.ToString();
    }

    /// <summary>Returns the goals with their measured values.</summary>
    public static IReadOnlyList<Goal> Goals(BenchResults results)
    {
        var ours = CandidateKind.Ours.Name;
        var response = results.Median(ours, Response);
        double? Ratio(string peer) => response / results.Median(peer, Response);
        var warm = results.Warm.FirstOrDefault(each => each.Candidate.Kind.Name == ours).Result;
        var package = results.Cold.FirstOrDefault(each => each.Candidate.Kind.Name == ours).Candidate?.PackageBytes;
        return
        [
            new("response after a cold start, relative to Go", 0.9, Ratio("go")),
            new("response after a cold start, relative to Node.js", 0.15, Ratio("node")),
            new("response after a cold start, relative to the floor", 1.15, Ratio("floor")),
            new("resident memory, MB (peak of a cold start)", 20, results.Median(ours, sample => sample.PeakBytes / Megabyte)),
            new("zip, MB", 4.5, package / Megabyte),
            new("processor time of a warm event, ms", 1, warm?.ProcessorTime.TotalMilliseconds),
            // The same limit as in the soak test: the size of a garbage-collected heap varies.
            new("growth of resident memory from 10% of the warm events to all, beyond 10%, MB", 2, (warm?.FinalBytes - (1.1 * warm?.EarlyBytes)) / Megabyte),
        ];
    }

    private static string ColdTable(BenchResults results)
    {
        var ours = results.Median(CandidateKind.Ours.Name, Response);
        var table = new MarkdownTable("candidate", "init", "first ECR call", "response", "× ours", "CPU", "peak MB", "zip MB");
        foreach (var (candidate, samples) in results.Cold)
        {
            table.Add(
                candidate.Kind.Title,
                Spread(samples.Select(sample => sample.Init.TotalMilliseconds)),
                Spread(samples.Select(sample => sample.FirstEcrCall.TotalMilliseconds)),
                Spread(samples.Select(Response)),
                Format((Statistics.Median(samples.Select(Response)) / ours) ?? double.NaN, "0.00"),
                Format(Statistics.Median(samples.Select(sample => sample.ProcessorTime.TotalMilliseconds)), "0.0"),
                Format(Statistics.Median(samples.Select(sample => sample.PeakBytes / Megabyte)), "0.0"),
                candidate.PackageBytes is { } bytes ? Format(bytes / Megabyte, "0.00") : "");
        }

        return table.ToString();
    }

    private static string WarmTable(BenchResults results)
    {
        var table = new MarkdownTable("candidate", "events", "events/s", "latency", "CPU per event", "MB early", "MB at the end");
        foreach (var (candidate, result) in results.Warm)
        {
            table.Add(
                candidate.Kind.Title,
                Format(result.Events, "#,##0"),
                Format(result.PerSecond, "0"),
                Spread(result.Latencies, "0.00"),
                Format(result.ProcessorTime.TotalMilliseconds, "0.00"),
                Format(result.EarlyBytes / Megabyte, "0.0"),
                Format(result.FinalBytes / Megabyte, "0.0"));
        }

        return table.ToString();
    }

    private static string StackTable(BenchResults results)
    {
        var table = new MarkdownTable("rules", "unthrottled", "throttled", "least", "ECR calls", "of them throttled");
        foreach (var stack in results.Stacks)
        {
            table.Add(
                Format(stack.Rules, "0"),
                Format(stack.Unlimited.TotalSeconds, "0.000"),
                Format(stack.Limited.TotalSeconds, "0.000"),
                Format(stack.Least.TotalSeconds, "0.0"),
                Format(stack.Calls, "0"),
                Format(stack.Throttled, "0"));
        }

        return table.ToString();
    }

    private static string VersionTable(BenchResults results)
    {
        var table = new MarkdownTable("candidate", "version");
        foreach (var (candidate, _) in results.Cold)
        {
            table.Add(candidate.Kind.Title, candidate.Version);
        }

        foreach (var (kind, why) in results.Absences)
        {
            table.Add(kind.Title, $"not measured: {why}");
        }

        return table.ToString();
    }

    private static double Response(ColdSample sample) => sample.Response.TotalMilliseconds;

    private static string Spread(IEnumerable<double> values, string format = "0.0")
    {
        double[] all = [.. values];
        return $"{Format(Statistics.Median(all), format)} / {Format(Statistics.Percentile(all, 99), format)}";
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
