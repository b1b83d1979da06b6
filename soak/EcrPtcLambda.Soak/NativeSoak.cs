using System.Globalization;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtcLambda.Soak;

/// <summary>
/// Runs the native executable with an emulated AWS that injects many faults: first one process for all events, whose memory and handles are
/// checked, then processes that are killed at random times, each event of which is delivered again to the next process.
/// </summary>
/// <param name="bootstrap">The executable.</param>
/// <param name="seed">Determines events, faults and times. The progress of the process at a given time is not deterministic.</param>
internal sealed class NativeSoak(string bootstrap, int seed) : IAsyncDisposable
{
    private const string StackId = "arn:aws:cloudformation:us-east-1:123456789012:stack/soak/5b0f2b80-0d1c-11ee-a1f2-0e5f6f0a1b2c";
    private const int Prefixes = 8;
    private const int EventsPerFault = 25;

    private static readonly string[] Secrets =
    [
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-2-GhIjKl",
    ];

    private static readonly string[] Operations =
    [
        "DescribePullThroughCacheRules", "CreatePullThroughCacheRule", "UpdatePullThroughCacheRule", "DeletePullThroughCacheRule",
        "ValidatePullThroughCacheRule", Faults.PutObject,
    ];

    private readonly EmulatedAws aws = new();
    private readonly Random random = new(seed);
    private readonly string?[] expected = new string?[Prefixes];
    private readonly string?[] ids = new string?[Prefixes];
    private EmulatedAwsServer? server;
    private LambdaSandbox? sandbox;
    private int requests;

    /// <summary>Runs the test.</summary>
    /// <param name="events">The number of events for the first process.</param>
    /// <param name="kills">The number of killed processes.</param>
    /// <param name="watchMemory">True to require constant memory. Too few events give no meaningful result.</param>
    /// <returns>One line of results.</returns>
    /// <exception cref="InvalidOperationException">A condition is violated.</exception>
    public async Task<string> RunAsync(int events, int kills, bool watchMemory)
    {
        Array.ForEach(Secrets, secret => aws.Secrets.Put(secret));
        server = await aws.ListenAsync();
        sandbox = LambdaSandbox.Start(bootstrap, server);

        var (memory, handles) = (0L, 0);
        for (var each = 0; each < events; each++)
        {
            if (each == events / 10)
            {
                (memory, handles) = (sandbox.ResidentBytes, Handles());
            }

            await ServeAsync(killed: false);
        }

        var (memoryAtEnd, handlesAtEnd) = (sandbox.ResidentBytes, Handles());
        Require(sandbox.ExitCode is null, "the process ended by itself");
        Require(handlesAtEnd <= handles + 4, $"handles grew from {handles} to {handlesAtEnd}");
        Require(!watchMemory || memoryAtEnd < (memory * 1.1) + (2 << 20), $"resident memory grew from {memory} to {memoryAtEnd} bytes");

        for (var each = 0; each < kills; each++)
        {
            await ServeAsync(killed: true);
        }

        await EndSandboxAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {events} events and {kills} kills, a response to each; resident {memory >> 20} -> {memoryAtEnd >> 20} MB, handles {handles} -> {handlesAtEnd}");
    }

    public async ValueTask DisposeAsync()
    {
        if (sandbox is not null)
        {
            await sandbox.DisposeAsync();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }

        aws.Dispose();
    }

    private async Task ServeAsync(bool killed)
    {
        var which = Next(Prefixes);
        var prefix = string.Create(CultureInfo.InvariantCulture, $"soak-{which}");
        var secret = Secrets[Next(2)];
        var type = expected[which] is null ? "Create" : Next(3) == 0 ? "Delete" : "Update";
        var requestId = $"7b7a3a1e-6a1e-4f0e-8f4f-{++requests:x12}";
        var url = aws.Responses.CreateResponseUrl(StackId, "Rule", requestId, server?.Endpoint);
        var payload = new CloudFormationRequest(
            type, url, StackId, requestId, "Rule", ids[which],
            [("EcrRepositoryPrefix", prefix), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", secret)]).ToJson();

        aws.Faults.Clear();
        if (Next(EventsPerFault) == 0)
        {
            aws.Faults.Next(Operations[Next(Operations.Length)], AnyFault());
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        if (killed)
        {
            var lost = aws.Lambda.InvokeAsync(payload, null, limit.Token);
            await Task.WhenAny(lost, Task.Delay(TimeSpan.FromMilliseconds(Next(60)), TimeProvider.System, limit.Token));
            await EndSandboxAsync();

            // An event that is delivered to a request of the dead process would be lost again.
            await aws.Lambda.WaitForPollersAsync(0, limit.Token);
            sandbox = LambdaSandbox.Start(bootstrap, server!);
        }

        var result = await aws.Lambda.InvokeAsync(payload, null, limit.Token);
        Require(result is InvocationResult.Succeeded, $"event {requests} ({type} {prefix}) came to {result}");
        var response = await aws.Responses.ResponseToAsync(url, limit.Token);
        Require(response is { Status: "SUCCESS", Rejection: null }, $"event {requests} ({type} {prefix}) got the response {response}");
        Require(
            ids[which] is { } id ? response.PhysicalResourceId == id : response.PhysicalResourceId!.StartsWith($"{prefix}@", StringComparison.Ordinal),
            $"event {requests} got a response with another ID, {response.PhysicalResourceId}");

        (expected[which], ids[which]) = type == "Delete" ? (null, null) : (secret, response.PhysicalResourceId);
        for (var each = 0; each < Prefixes; each++)
        {
            var live = aws.Ecr.Find(string.Create(CultureInfo.InvariantCulture, $"soak-{each}"));
            Require(live?.CredentialArn == expected[each], $"after event {requests} ({type} {prefix}), soak-{each} has {live?.CredentialArn ?? "no rule"} instead of {expected[each] ?? "none"}");
        }
    }

    // The process never logs the signature of a response URL, however it ended.
    private async Task EndSandboxAsync()
    {
        await sandbox!.DisposeAsync();
        Require(!sandbox.Log.Any(line => line.Contains("Signature=", StringComparison.Ordinal)), "a response URL's signature is in the log");
    }

    private Fault AnyFault() => Next(5) switch
    {
        0 => new Fault.Throttle(),
        1 => new Fault.ServerError(503),
        2 => new Fault.Reset(),
        3 => new Fault.LostResponse(),
        _ => new Fault.Delay(TimeSpan.FromMilliseconds(20)),
    };

    private int Handles() => Directory.EnumerateFileSystemEntries($"/proc/{sandbox!.ProcessId}/fd").Count();

#pragma warning disable CA5394 // The seed must reproduce the run, and has no security purpose.
    private int Next(int below) => random.Next(below);
#pragma warning restore CA5394

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{otherwise}. Replay with: make soak-native SEED={seed}"));
        }
    }
}
