using System.Diagnostics;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.Acceptance.Rows;
using EcrPtcLambda.Emulator;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>The acceptance run, with the native handler, against an emulated Amazon ECR.</summary>
public sealed class AcceptanceTests
{
    private const string Account = "123456789012";

    private static readonly EmulatedAwsOptions Caller = new();

    private static IReadOnlyList<string> Names => [.. RowTable.Create(new("us-east-1", null, null, null, "", Lookup(), Lookup(), null, null), Account).Select(row => row.Name)];

    [Fact]
    public void Every_row_has_a_name_and_a_prefix_of_its_own()
    {
        var rows = RowTable.Create(new("us-east-1", null, null, null, "", Lookup(), Lookup(), null, null), Account);

        rows.Select(row => row.Name).ShouldBeUnique();
        rows.Select(row => row.Slug).ShouldBeUnique();
        rows.ShouldAllBe(row => Aws.Registry.IsOurs($"ptc-acc-0a1b2c/{row.Slug}b") && row.Slug.Length <= 14);
        rows.Where(row => rows.Any(other => other != row && other.Slug.StartsWith(row.Slug, StringComparison.Ordinal) && other.Slug.Length == row.Slug.Length + 1)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("us-east-1", "eu-west-1.amazonaws.com")]
    [InlineData("ap-southeast-2", "us-east-1.amazonaws.com")]
    [InlineData("cn-north-1", "cn-northwest-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "us-gov-east-1.amazonaws.com")]
    public void The_registry_of_another_Region_is_one_of_the_same_partition(string region, string other) =>
        RowTable.OtherRegistry(region, Account).ShouldBe($"{Account}.dkr.ecr.{other}");

    [Fact]
    public void A_partition_with_a_single_Region_skips_the_rows_of_a_private_upstream()
    {
        var rows = RowTable.Create(new("eusc-de-east-1", null, null, null, "", Lookup(), Lookup(), null, null), Account);

        rows.Where(row => row.Missing == "a second Region in the partition").Select(row => row.Slug).ShouldBe(["newecr", "upprefix"]);
    }

    [Fact]
    public async Task Against_ecr_ptc_serve_every_row_is_lived_recorded_and_cleaned_up()
    {
        using var folder = new TemporaryFolder();
        await using var serve = await ServeProcess.StartAsync(folder.Path);
        await using var run = AcceptanceProcess.Start(
            serve.Endpoint,
            Caller,
            [
                "--recordings", folder.Path, "--azure-registry", "contoso.azurecr.io", .. ServeProcess.Secrets.SelectMany(secret => new[] { "--secret", secret }),
                "--rejected-secret", $"docker-hub={ServeProcess.RejectedSecret}",
            ]);

        var exitCode = await run.EndAsync();

        var results = run.Lines.Where(line => line.Length > 17 && line[..4] is "pass" or "FAIL" or "skip").ToLookup(line => line[..4], line => line[17..]);
        var whole = string.Join('\n', run.Lines);
        results.SelectMany(group => group).ShouldBe(Names, ignoreOrder: true, whole);
        results["FAIL"].ShouldBeEmpty(whole);
        results["skip"].ShouldBeEmpty(whole);
        exitCode.ShouldBe(0);

        (await serve.RulesAsync()).ShouldBe("none");

        var file = Directory.GetFiles(folder.Path, "*-us-east-1-endpoint.json").ShouldHaveSingleItem();
        var recording = Replay.Read(await File.ReadAllTextAsync(file));
        recording.Calls.Select(call => call.Operation).Distinct().Count().ShouldBe(5);
        recording.Calls.Select(call => call.Row).Distinct().Except(Names).ShouldBe(["clean-up"], ignoreOrder: true);
        (await Replay.DifferencesAsync(recording, default)).ShouldBeEmpty();
    }

    private static ILookup<string, string> Lookup() => Array.Empty<string>().ToLookup(each => each);
}

/// <summary>`ecr-ptc serve`, with a secret for each registry that needs one.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    public const string RejectedSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/rejected-AbCdEf";

    private readonly Process process;
    private readonly string folder;

    private ServeProcess(Process process, string folder, string endpoint)
    {
        this.process = process;
        this.folder = folder;
        Endpoint = endpoint;
    }

    public string Endpoint { get; }

    /// <summary>As --secret takes them; two of Docker Hub.</summary>
    public static IReadOnlyList<string> Secrets { get; } =
        [.. Upstream.WithCredential.Select(registry => registry.Name).Append("docker-hub").Select((name, index) => $"{name}=arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/s{index}-AbCdEf")];

    public static async Task<ServeProcess> StartAsync(string folder)
    {
        var process = StartTool(
            folder,
            ["serve", "--port", "0", "--no-secrets", .. Secrets.SelectMany(secret => new[] { "--secret", secret.Split('=', 2)[1] }), "--secret", $"{RejectedSecret}=bad-credentials"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("Listening at ", StringComparison.Ordinal))
            {
                // What it writes from now on is nobody's, and must not fill the pipe.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, folder, line.Split(' ')[2].TrimEnd(';'));
            }
        }

        throw new InvalidOperationException($"ecr-ptc serve ended: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    /// <summary>The output of `ecr-ptc rules` below its heading.</summary>
    public async Task<string> RulesAsync()
    {
        using var rules = StartTool(folder, ["rules"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        var output = await rules.StandardOutput.ReadToEndAsync(limit.Token);
        return string.Join('\n', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process StartTool(string folder, IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ecr-ptc.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ecr-ptc-acceptance-{Guid.NewGuid():n}");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
