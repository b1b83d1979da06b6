using EcrPtcLambda.Bench;
using EcrPtcLambda.Bench.Candidates;

namespace EcrPtcLambda.EndToEnd.Tests;

public sealed class BenchTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ecr-ptc-bench-");

    [Fact]
    public async Task A_round_of_the_bench_over_the_executable_alone_measures_each_part()
    {
        var ours = folder.CreateSubdirectory("ours").FullName;
        await File.WriteAllTextAsync(Path.Combine(ours, "command"), NativeFunction.Metadata("Bootstrap"));
        await File.WriteAllTextAsync(Path.Combine(ours, "version"), "as published");

        var results = await new BenchRun(new CandidateFolder(folder.FullName), new(1, 20, [3], ["ours", "go"]), TextWriter.Null).RunAsync(default);

        var sample = results.Cold.ShouldHaveSingleItem().Samples.ShouldHaveSingleItem();
        sample.Init.ShouldBeLessThan(sample.FirstEcrCall);
        sample.FirstEcrCall.ShouldBeLessThan(sample.Response);
        sample.ProcessorTime.ShouldBeGreaterThan(TimeSpan.Zero);
        sample.PeakBytes.ShouldBeGreaterThan(0);
        results.Warm.ShouldHaveSingleItem().Result.Latencies.Count.ShouldBe(20);
        results.Stacks.ShouldHaveSingleItem().Calls.ShouldBe(3);
        results.Absences.ShouldHaveSingleItem().Why.ShouldBe("it was not built");
    }

    public void Dispose() => folder.Delete(recursive: true);
}
