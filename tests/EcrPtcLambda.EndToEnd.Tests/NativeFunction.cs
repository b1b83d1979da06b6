using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.EndToEnd.Tests;

/// <summary>The published native executable before an emulated AWS on the loopback address.</summary>
public sealed class NativeFunction : IAsyncDisposable
{
    public const string Account = "123456789012";
    public const string StackId = "arn:aws:cloudformation:us-east-1:123456789012:stack/platform/5b0f2b80-0d1c-11ee-a1f2-0e5f6f0a1b2c";
    public const string Secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf";
    public const string OtherSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-2-GhIjKl";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource limit = new(Limit, TimeProvider.System);
    private readonly List<LambdaSandbox> sandboxes = [];
    private readonly string bootstrap;
    private int requests;

    private NativeFunction(EmulatedAws aws, EmulatedAwsServer server, EmulatedAwsServer? bucket, string bootstrap)
    {
        Aws = aws;
        Server = server;
        Bucket = bucket ?? server;
        this.bootstrap = bootstrap;
        ResponseEndpoint = Bucket.Endpoint;
    }

    /// <summary>The path of the published executable.</summary>
    public static string Published
    {
        get
        {
            var bootstrap = Metadata("Bootstrap");
            File.Exists(bootstrap).ShouldBeTrue($"{bootstrap} is missing: run `make publish`");
            return bootstrap;
        }
    }

    public EmulatedAws Aws { get; }

    public EmulatedAwsServer Server { get; }

    /// <summary>The server of the response bucket: <see cref="Server"/>, or a separate one.</summary>
    public EmulatedAwsServer Bucket { get; }

    public CancellationToken CancellationToken => limit.Token;

    /// <summary>The output of all processes so far.</summary>
    private string Log => string.Join('\n', sandboxes.SelectMany(sandbox => sandbox.Log));

    /// <summary>The open files of all processes.</summary>
    public IEnumerable<string> OpenFiles =>
        sandboxes.SelectMany(sandbox => Directory.EnumerateFileSystemEntries($"/proc/{sandbox.ProcessId}/fd")).Select(link => new FileInfo(link).LinkTarget ?? "");

    /// <summary>The most memory that any of the processes had resident so far, by the kernel's count.</summary>
    public long PeakResidentBytes => sandboxes.Max(static sandbox => long.Parse(
        File.ReadLines($"/proc/{sandbox.ProcessId}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ')[^2],
        CultureInfo.InvariantCulture) * 1024);

    public IReadOnlyList<string> EcrCalls => [.. Aws.CallLog.Entries.Where(entry => entry.Operation != Faults.PutObject).Select(entry => entry.Operation)];

    /// <summary>The endpoint of the response bucket: that of ECR, unless a test sets another.</summary>
    public Uri ResponseEndpoint { get; set; }

    /// <summary>Starts an AWS and one process.</summary>
    /// <param name="certificate">What AWS shows; null for plain HTTP.</param>
    /// <param name="bootstrap">What to run in the place of the published executable.</param>
    /// <param name="isBucketApart">Whether the bucket is a server of its own, as it is in AWS.</param>
    public static async Task<NativeFunction> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null,
        EmulatedAwsOptions? options = null,
        X509Certificate2? certificate = null,
        string? bootstrap = null,
        bool isBucketApart = false)
    {
        var aws = new EmulatedAws(options);
        aws.Secrets.Put(Secret);
        aws.Secrets.Put(OtherSecret);
        var bucket = isBucketApart ? await aws.ListenAsync(certificate: certificate) : null;
        var function = new NativeFunction(aws, await aws.ListenAsync(certificate: certificate), bucket, bootstrap ?? Published);
        function.StartSandbox(environment);
        return function;
    }

    public LambdaSandbox StartSandbox(IReadOnlyDictionary<string, string?>? environment = null)
    {
        var variables = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>());
        if (Bucket != Server)
        {
            variables["ECR_PTC_RESPONSE_HOSTS"] = Bucket.Endpoint.Authority;
        }

        var sandbox = LambdaSandbox.Start(bootstrap, Server, variables);
        sandboxes.Add(sandbox);
        return sandbox;
    }

    /// <summary>Ends every process and gives all that they wrote: a line can still be in the pipe after the response to its event.</summary>
    public async Task<string> EndAsync()
    {
        KillAll();
        foreach (var sandbox in sandboxes)
        {
            await sandbox.WaitForExitAsync(limit.Token);
        }

        return Log;
    }

    /// <summary>Ends every process at once, as when sandboxes are lost.</summary>
    public void KillAll() => sandboxes.ForEach(static sandbox => sandbox.Kill());

    public static string Metadata(string key) => Repository.Metadata(key);

    public (byte[] Payload, string Url) Event(string requestType, string? physicalId, params (string Name, string Value)[] properties)
    {
        var requestId = $"7b7a3a1e-6a1e-4f0e-8f4f-{Interlocked.Increment(ref requests):x12}";
        var url = Aws.Responses.CreateResponseUrl(ResponseEndpoint, StackId, "Rule", requestId);
        return (new CloudFormationRequest(requestType, url, StackId, requestId, "Rule", physicalId, properties).ToJson(), url);
    }

    /// <summary>An event that CloudFormation sent at another time than now.</summary>
    public byte[] EventSignedAt(DateTimeOffset signedAt, string requestType, params (string Name, string Value)[] properties)
    {
        var requestId = $"7b7a3a1e-6a1e-4f0e-8f4f-{Interlocked.Increment(ref requests):x12}";
        var url = Aws.Responses.CreateResponseUrl(ResponseEndpoint, StackId, "Rule", requestId, signedAt: signedAt);
        return new CloudFormationRequest(requestType, url, StackId, requestId, "Rule", null, properties).ToJson();
    }

    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, InvocationSettings? settings = null) =>
        Aws.Lambda.InvokeAsync(payload, settings, limit.Token);

    /// <summary>The physical ID of a rule that is there.</summary>
    public string Id(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}@{Aws.Ecr.Find(prefix)!.CreatedAt.ToUnixTimeSeconds()}");

    /// <summary>Delivers an event and returns the response that CloudFormation got.</summary>
    public async Task<CloudFormationResponse> RequestAsync(string requestType, string? physicalId, params (string Name, string Value)[] properties)
    {
        var (payload, url) = Event(requestType, physicalId, properties);
        (await InvokeAsync(payload)).ShouldBeOfType<InvocationResult.Succeeded>();
        return await Aws.Responses.ResponseToAsync(url, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        var log = await EndAsync();
        foreach (var sandbox in sandboxes)
        {
            await sandbox.DisposeAsync();
        }

        await Server.DisposeAsync();
        await Bucket.DisposeAsync();
        Aws.Dispose();
        limit.Dispose();

        // No signature leaves by the logs, whatever a test was about.
        log.ShouldNotContain("Signature=");
    }
}
