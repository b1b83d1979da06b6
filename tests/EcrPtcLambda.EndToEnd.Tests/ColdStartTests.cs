using System.Text.RegularExpressions;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.TestSupport;
using static EcrPtcLambda.EndToEnd.Tests.NativeFunction;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>The work of a cold start, counted and not timed: connections, requests, name look-ups, files.</summary>
public sealed partial class ColdStartTests : IDisposable
{
    private static readonly (string Name, string Value)[] Quay = [("EcrRepositoryPrefix", "quay"), ("UpstreamRegistryUrl", "quay.io")];

    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_makes_one_connection_to_each_host_and_no_request_too_many()
    {
        using var bootstrap = AlteredBootstrap.Trusting(authority.Certificate);
        await using var function = await StartAsync(certificate: authority.Issue(), bootstrap: bootstrap.Path, isBucketApart: true);

        (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");

        function.Aws.CallLog.Entries.Select(entry => entry.Operation)
            .ShouldBe(["CreatePullThroughCacheRule", Faults.PutObject]);
        function.Server.Connections.ShouldBe(1);
        function.Bucket.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Later_events_go_by_the_same_connections()
    {
        using var bootstrap = AlteredBootstrap.Trusting(authority.Certificate);
        await using var function = await StartAsync(certificate: authority.Issue(), bootstrap: bootstrap.Path, isBucketApart: true);

        var created = await function.RequestAsync("Create", null, Quay);
        await function.RequestAsync("Update", created.PhysicalResourceId, Quay);
        await function.RequestAsync("Delete", created.PhysicalResourceId, Quay);

        function.Aws.Ecr.Rules.ShouldBeEmpty();
        function.Server.Connections.ShouldBe(1);
        function.Bucket.Connections.ShouldBe(1);
    }

    // A sandbox that was started ahead and left to wait, as with provisioned concurrency.
    [Fact]
    public async Task The_connection_to_ECR_is_there_before_the_first_event()
    {
        using var bootstrap = AlteredBootstrap.Trusting(authority.Certificate);
        await using var function = await StartAsync(certificate: authority.Issue(), bootstrap: bootstrap.Path);

        await function.Aws.Lambda.WaitForPollersAsync(1, function.CancellationToken);

        SpinWait.SpinUntil(() => function.Server.Connections == 1, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        function.Aws.CallLog.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_ECR", "https://nowhere.invalid")]
    [InlineData("AWS_ENDPOINT_URL_ECR", "https://127.0.0.1:1")]
    [InlineData("AWS_ENDPOINT_URL_ECR", "not a URL")]
    [InlineData("AWS_ACCESS_KEY_ID", null)]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "true")]
    public async Task A_failed_preparation_is_reported_in_the_response_to_the_event(string variable, string? value)
    {
        await using var function = await StartAsync(new Dictionary<string, string?> { [variable] = value });

        var response = await function.RequestAsync("Create", null, Quay);

        response.Status.ShouldBe("FAILED");
        function.Aws.Lambda.InitError.IsCompleted.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task It_looks_each_host_up_once()
    {
        var calls = await TraceAsync();

        // The C library reads /etc/hosts once for each look-up.
        calls.Count(call => call.Contains("\"/etc/hosts\"", StringComparison.Ordinal)).ShouldBe(2);
        calls.ShouldNotContain(call => call.Contains("htons(53)", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task It_connects_to_the_Runtime_API_to_ECR_and_to_the_bucket_and_to_nobody_else()
    {
        var calls = await TraceAsync();

        calls.Where(call => call.Contains("AF_INET", StringComparison.Ordinal)).Count(call => call.Contains("connect(", StringComparison.Ordinal)).ShouldBe(3);
        calls.ShouldNotContain(call => call.Contains("169.254.", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task It_reads_no_profile_of_AWS_and_no_roots_of_the_systems()
    {
        var aws = folder.CreateSubdirectory(".aws");
        await File.WriteAllTextAsync(Path.Combine(aws.FullName, "config"), "[default]\nendpoint_url = https://nowhere.invalid\n");
        await File.WriteAllTextAsync(Path.Combine(aws.FullName, "credentials"), "[default]\naws_access_key_id = a\naws_secret_access_key = b\n");

        var files = Opened(await TraceAsync());

        files.ShouldNotContain(file => file.Contains(".aws", StringComparison.Ordinal));
        files.ShouldNotContain(file => file.StartsWith("/etc/ssl/certs", StringComparison.Ordinal) || file.StartsWith("/etc/pki", StringComparison.Ordinal)
            || file.StartsWith("/usr/share/ca-certificates", StringComparison.Ordinal));
        files.Count(file => file.StartsWith("/proc/self/fd/", StringComparison.Ordinal)).ShouldBe(1, "Amazon's roots are read once.");
    }

    [SkippableFact]
    public async Task It_opens_few_files()
    {
        var files = Opened(await TraceAsync());

        // What the C library, the runtime and OpenSSL read of the machine; 50 with some air for other versions of theirs.
        files.Count.ShouldBeLessThanOrEqualTo(50, string.Join('\n', files));
    }

    // A Create, on a machine whose user has a home.
    private async Task<IReadOnlyList<string>> TraceAsync()
    {
        AlteredBootstrap.SkipUnlessItCanBeTraced();
        var log = Path.Combine(folder.FullName, "strace.log");
        using var bootstrap = AlteredBootstrap.Trusting(authority.Certificate);
        using var traced = bootstrap.Traced("open,openat,connect", log);
        var home = new Dictionary<string, string?> { ["HOME"] = folder.FullName };
        await using (var function = await StartAsync(home, certificate: authority.Issue(), bootstrap: traced.Path, isBucketApart: true))
        {
            (await function.RequestAsync("Create", null, Quay)).Status.ShouldBe("SUCCESS");
        }

        return await File.ReadAllLinesAsync(log);
    }

    private static List<string> Opened(IEnumerable<string> calls) =>
        [.. calls.Where(call => !call.Contains("= -1 ", StringComparison.Ordinal)).Select(call => Open().Match(call))
            .Where(match => match.Success).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("open(?:at)?\\((?:AT_FDCWD, )?\"([^\"]*)\"")]
    private static partial Regex Open();
}
