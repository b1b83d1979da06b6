using System.CommandLine;
using EcrPtcLambda.Bench;
using EcrPtcLambda.Bench.Emulation;
using EcrPtcLambda.Bench.Reports;

var candidates = new Argument<DirectoryInfo>("CANDIDATES") { Description = "Where bench/build.sh put the candidates." };
var results = new Argument<FileInfo>("RESULTS") { Description = "The file that is written." };
var rounds = new Option<int>("--rounds") { Description = "Cold starts of each candidate.", DefaultValueFactory = static _ => 100 };
var warm = new Option<int>("--warm") { Description = "Events of a warm process; 0 for none.", DefaultValueFactory = static _ => 10_000 };
var stacks = new Option<int[]>("--stacks")
{
    Description = "Rules of a stack, for each stack.",
    DefaultValueFactory = static _ => [1, 10, 50, 200],
    AllowMultipleArgumentsPerToken = true,
};
var only = new Option<string[]>("--only") { Description = "The candidates that are measured.", DefaultValueFactory = static _ => [], AllowMultipleArgumentsPerToken = true };
var command = new Option<string>("--command") { Description = "What the results say was run.", DefaultValueFactory = static _ => "make bench" };

var root = new RootCommand("Measures EcrPtcLambda and its peers by turns, in one run, before an emulated AWS.")
{
    candidates, results, rounds, warm, stacks, only, command,
};
root.SetAction(async (arguments, cancellationToken) =>
{
    var options = new BenchOptions(
        arguments.GetValue(rounds), arguments.GetValue(warm), arguments.GetRequiredValue(stacks), arguments.GetRequiredValue(only));
    var machine = Machine.Read();
    var at = TimeProvider.System.GetUtcNow();
    try
    {
        var measured = await new BenchRun(new(arguments.GetRequiredValue(candidates).FullName), options, Console.Error).RunAsync(cancellationToken);
        var report = Report.Write(measured, machine, arguments.GetRequiredValue(command), at);
        await File.WriteAllTextAsync(arguments.GetRequiredValue(results).FullName, report, cancellationToken);
        await Console.Out.WriteAsync(report);
        return 0;
    }
    catch (CandidateException exception)
    {
        await Console.Error.WriteLineAsync($"EcrPtcLambda itself failed: {exception.Message}");
        return 1;
    }
});
return await root.Parse(args).InvokeAsync();
