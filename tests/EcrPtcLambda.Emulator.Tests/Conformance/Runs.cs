using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Emulator.Tests.Support;

namespace EcrPtcLambda.Emulator.Tests.Conformance;

/// <summary>One client's way through the steps, and what of it came over the wire.</summary>
internal sealed record Run(IReadOnlyList<StepResult> Results, IReadOnlyList<LoggedCall> Journal);

/// <summary>Every client's way through the steps: each once, against an AWS of its own, all at the same time.</summary>
public sealed class Runs : IAsyncLifetime
{
    private Dictionary<string, Task<Run>> runs = [];

    public Task InitializeAsync()
    {
        runs = new()
        {
            [ConformanceTests.DotNet] = RunAsync(SdkClient.RunAsync),
            [ConformanceTests.Boto3] = RunAsync(ForeignClients.RunBoto3Async),
            [ConformanceTests.JavaScript] = RunAsync(ForeignClients.RunJavaScriptAsync),
            [ConformanceTests.Cli] = RunAsync(ForeignClients.RunCliAsync),
        };
        return Task.CompletedTask;
    }

    // The process must end with the tests that started it.
    public async Task DisposeAsync() =>
        await Task.WhenAll(runs.Values).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    internal Task<Run> OfAsync(string client) => runs[client];

    private static async Task<Run> RunAsync(Func<EmulatedAwsServer, Task<IReadOnlyList<string>>> carryOut)
    {
        using var bench = new Bench();
        Prepare(bench);
        await using var server = await bench.Aws.ListenAsync();
        var lines = await carryOut(server);
        return new([.. lines.Select(StepResult.Parse)], bench.Aws.CallLog.Entries);
    }

    // What every modelled error needs of the world; the rest is in the steps themselves.
    private static void Prepare(Bench bench)
    {
        const string secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/";
        bench.Aws.Ecr.Quota = 4;
        bench.Aws.Secrets.Put($"{secret}good-AbCdEf");
        bench.Aws.Secrets.Put($"{secret}other-AbCdEf");
        bench.Aws.Secrets.Put($"{secret}bad-AbCdEf", SecretState.BadCredentials);
        bench.Aws.Secrets.Put($"{secret}malformed-AbCdEf", SecretState.Malformed);
        bench.Aws.Secrets.Put($"{secret}unreadable-AbCdEf", SecretState.Unreadable);
        bench.Aws.Secrets.Put($"{secret}undecryptable-AbCdEf", SecretState.Undecryptable);
        bench.Aws.Faults.Next("DeletePullThroughCacheRule", new Fault.ServerError());
        bench.Aws.Faults.Next("ValidatePullThroughCacheRule", new Fault.Throttle());
        bench.Aws.Faults.Next("ValidatePullThroughCacheRule", new Fault.Error("ValidationException", "Not valid"));

        // Moments must differ, and be every client's: time goes on by calls.
        bench.Aws.CallLog.Recorded += (_, _) => bench.Clock.Advance(TimeSpan.FromMilliseconds(1375));
    }
}
