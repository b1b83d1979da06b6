using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Networking;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Network;

/// <summary>Faults that keep a client from a connection to Amazon ECR.</summary>
public enum ConnectionFault
{
    /// <summary>Nothing listens at the port.</summary>
    Refused,

    /// <summary>The address takes no connection.</summary>
    NoConnection,

    /// <summary>The server ends the TLS handshake: handshake_failure.</summary>
    TlsAlert,

    /// <summary>The server offers TLS 1.1 at most: protocol_version.</summary>
    TlsVersion,

    /// <summary>The certificate is that of another host.</summary>
    OtherHostsCertificate,

    /// <summary>The name isn't resolved.</summary>
    UnknownHost,
}

/// <summary>The change that CloudFormation requests.</summary>
public enum NetworkPlan
{
    Create,
    Adopt,
    UpdateCredential,
    Replace,
    NewPrefix,
    Delete,
}

/// <summary>One event over a network that fails, and what CloudFormation does after it.</summary>
internal sealed class NetworkLife : IAsyncDisposable
{
    // So many times as fast as life: ten seconds of patience are two and a half.
    private const int Speed = 4;

    private static readonly TimeSpan Lambda = TimeSpan.FromSeconds(60);

    private static readonly (string Name, string Value)[] DockerHub = [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private readonly NetworkPlan plan;
    private readonly FastTime clock = new(Speed);
    private readonly EmulatedAws aws;
    private readonly HttpMessageHandler emulated;
    private readonly FaultyEndpoint endpoint;
    private readonly FaultyEndpoint dark;
    private readonly AlertingServer alerting = new(40);
    private readonly AlertingServer outdated = new(70);
    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly TlsServer otherHost;
    private readonly string bundle;
    private readonly SocketsHttpHandler sockets;
    private readonly Routes routes;
    private readonly HttpClient responses;
    private readonly EcrConnection connection;
    private readonly MemoryStream log = new();
    private readonly CustomResourceHandler function;
    private int requests;

    // The operation that fails whenever it is called; null where a fault ends.
    private string? broken;

    public NetworkLife(NetworkPlan plan)
    {
        this.plan = plan;
        aws = new(new() { Clock = clock, SessionToken = null });
        emulated = aws.CreateHandler();
        aws.Secrets.Put(Secret);
        aws.Secrets.Put(OtherSecret);
        endpoint = new() { Aws = emulated };
        dark = new();
        dark.GoDark();
        otherHost = new(authority.Issue("elsewhere.example"));
        bundle = authority.WritePem();
        sockets = new()
        {
            AllowAutoRedirect = false,
            ConnectTimeout = EcrTransport.ConnectTimeout / Speed,
            SslOptions = TlsClientOptions.From(TlsTrust.From(new FunctionSettings("us-east-1", null, LogLevel.Information, CaBundle: bundle))),
            UseProxy = false,
        };
        routes = new(sockets, endpoint.Uri);
        responses = new(emulated, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        connection = new(routes, clock, "us-east-1", new BasicAWSCredentials(aws.Options.AccessKeyId, aws.Options.SecretAccessKey), maxErrorRetry: 1);
        function = new(
            new("us-east-1", ResponseHosts: null, LogLevel.Debug), new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>(),
            connection, responses, clock, new FixedRandom(0.5), log);
    }

    /// <summary>The Reason of the event's response; null before it, and after a success.</summary>
    public string? Reason { get; private set; }

    /// <summary>Injects a fault into the next calls of an operation.</summary>
    public void Break(string operation, WireFault fault, int times)
    {
        endpoint.Next(operation, fault, times);
        broken = times > 1 ? operation : null;
    }

    /// <summary>Keeps the next calls of an operation from a connection.</summary>
    public void Break(string operation, ConnectionFault fault, int times)
    {
        var address = fault switch
        {
            ConnectionFault.Refused => new($"http://127.0.0.1:{FreePort()}/"),
            ConnectionFault.NoConnection => dark.Uri,
            ConnectionFault.TlsAlert => alerting.Uri,
            ConnectionFault.TlsVersion => outdated.Uri,
            ConnectionFault.OtherHostsCertificate => otherHost.Uri,
            _ => new("http://ecr.invalid/"),
        };
        routes.Lead(operation, address, times);
        broken = times > 1 ? operation : null;
    }

    /// <summary>Sends the event, and after it what CloudFormation sends.</summary>
    /// <returns>What went wrong that must not.</returns>
    public async Task<IReadOnlyList<string>> LiveAsync()
    {
        var failures = new List<string>();
        Put("foreign", "quay.io", "quay", null, age: 40);
        if (plan is not NetworkPlan.Create)
        {
            Put("docker-hub", "registry-1.docker.io", "docker-hub", plan is NetworkPlan.Adopt ? OtherSecret : Secret, age: 30);
        }

        var before = Contents();
        var ownId = plan is NetworkPlan.Create or NetworkPlan.Adopt ? null : $"docker-hub@{aws.Ecr.Find("docker-hub")!.CreatedAt.ToUnixTimeSeconds()}";
        var (requestType, desired, old) = Request();
        var start = clock.GetUtcNow();
        var response = await SendAsync(requestType, ownId, desired, old);
        var took = clock.GetUtcNow() - start;
        routes.Heal();
        endpoint.Heal();

        if (response is null)
        {
            return ["no response"];
        }

        Reason = response.Reason;

        if (took > Lambda)
        {
            failures.Add($"responded after {took}");
        }

        if (response.Status == "SUCCESS")
        {
            // The clean-up of what the resource had before.
            if (requestType == "Update" && response.PhysicalResourceId != ownId)
            {
                await SendAsync("Delete", ownId, old!, null);
            }

            Expect(failures, "after success", Contents(), Wanted());
        }
        else
        {
            var isOutOfTime = response.Reason!.Contains("time is left", StringComparison.Ordinal) || response.Reason.Contains("time of this invocation ran out", StringComparison.Ordinal);
            if ((!isOutOfTime && !response.Reason.Contains("PullThroughCacheRule", StringComparison.Ordinal)) || !response.Reason.Contains("the rule ", StringComparison.Ordinal))
            {
                failures.Add($"the Reason names no operation or no rule: {response.Reason}");
            }

            if (broken is not null && !isOutOfTime && !response.Reason.Contains(broken, StringComparison.Ordinal))
            {
                failures.Add($"the Reason doesn't name {broken}: {response.Reason}");
            }

            await RollBackAsync(response, ownId, desired, old);
            var couldNotUndo = plan is NetworkPlan.Adopt && response.Reason.Contains("could not be undone", StringComparison.Ordinal);
            if (!couldNotUndo)
            {
                Expect(failures, $"after the rollback of \"{response.Reason}\" ({response.PhysicalResourceId})", Contents(), plan is NetworkPlan.Delete ? Wanted() : before);
            }
        }

        return failures;
    }

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        responses.Dispose();
        routes.Dispose();
        sockets.Dispose();
        await endpoint.DisposeAsync();
        await dark.DisposeAsync();
        await alerting.DisposeAsync();
        await outdated.DisposeAsync();
        await otherHost.DisposeAsync();
        authority.Dispose();
        File.Delete(bundle);
        emulated.Dispose();
        aws.Dispose();
        await log.DisposeAsync();
    }

    private (string RequestType, (string Name, string Value)[] Desired, (string Name, string Value)[]? Old) Request() => plan switch
    {
        NetworkPlan.Create => ("Create", DockerHub, null),
        NetworkPlan.Adopt => ("Create", [.. DockerHub, ("OnExisting", "Adopt")], null),
        NetworkPlan.UpdateCredential => ("Update", [.. DockerHub[..2], ("CredentialArn", OtherSecret)], DockerHub),
        NetworkPlan.Replace => ("Update", [DockerHub[0], ("UpstreamRegistry", "github-container-registry"), DockerHub[2]], DockerHub),
        NetworkPlan.NewPrefix => ("Update", [("EcrRepositoryPrefix", "hub"), .. DockerHub[1..]], DockerHub),
        _ => ("Delete", DockerHub, null),
    };

    private string Wanted() => Contents(plan switch
    {
        NetworkPlan.UpdateCredential => [("docker-hub", "registry-1.docker.io", OtherSecret)],
        NetworkPlan.Replace => [("docker-hub", "ghcr.io", Secret)],
        NetworkPlan.NewPrefix => [("hub", "registry-1.docker.io", Secret)],
        NetworkPlan.Delete => [],
        _ => [("docker-hub", "registry-1.docker.io", Secret)],
    });

    private async Task RollBackAsync(CloudFormationResponse response, string? ownId, (string Name, string Value)[] desired, (string Name, string Value)[]? old)
    {
        if (old is null)
        {
            // A creation's clean-up, or a deletion that the user tries again.
            await SendAsync("Delete", response.PhysicalResourceId, desired, null);
            return;
        }

        var restored = await SendAsync("Update", response.PhysicalResourceId, old, desired);
        if (restored is { Status: "SUCCESS" } && restored.PhysicalResourceId != response.PhysicalResourceId)
        {
            await SendAsync("Delete", response.PhysicalResourceId, desired, null);
        }
    }

    private async Task<CloudFormationResponse?> SendAsync(string requestType, string? id, (string Name, string Value)[] properties, (string Name, string Value)[]? old)
    {
        var requestId = $"7b7a3a1e-6a1e-4f0e-8f4f-{++requests:x12}";
        var url = aws.Responses.CreateResponseUrl(StackId, "Rule", requestId);
        var payload = Encoding.UTF8.GetString(new CloudFormationRequest(requestType, url, StackId, requestId, "Rule", id, properties).ToJson());
        if (old is not null)
        {
            payload = payload.Replace("\"ResourceProperties\"", $"\"OldResourceProperties\":{Properties(old).GetRawText()},\"ResourceProperties\"", StringComparison.Ordinal);
        }

        using var input = new MemoryStream(Encoding.UTF8.GetBytes(payload));
        await function.HandleAsync(input, new TestLambdaContext
        {
            AwsRequestId = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            InvokedFunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc",
            LogStreamName = "2026/08/22/[$LATEST]0123456789abcdef",
            RemainingTime = Lambda,
        });
        var query = new Uri(url).Query;
        return aws.Responses.Responses.SingleOrDefault(each => each.Target.EndsWith(query, StringComparison.Ordinal));
    }

    private void Put(string prefix, string url, string registry, string? credential, int age)
    {
        var created = clock.GetUtcNow().AddDays(-age);
        aws.Ecr.Put(new EmulatedRule(Account, prefix, url, registry, credential, null, "ROOT", created, created));
    }

    private static void Expect(List<string> failures, string when, string actual, string wanted)
    {
        if (actual != wanted)
        {
            failures.Add($"{when}: {actual} instead of {wanted}");
        }
    }

    private string Contents() =>
        string.Join("; ", aws.Ecr.Rules.OrderBy(rule => rule.EcrRepositoryPrefix, StringComparer.Ordinal).Select(rule => $"{rule.EcrRepositoryPrefix} {rule.UpstreamRegistryUrl} {rule.CredentialArn}"));

    private static string Contents((string Prefix, string Url, string Credential)[] own) => string.Join("; ", own
        .Append(("foreign", "quay.io", ""))
        .OrderBy(rule => rule.Item1, StringComparer.Ordinal)
        .Select(rule => $"{rule.Item1} {rule.Item2} {rule.Item3}"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Leads the calls of an operation elsewhere.</summary>
    private sealed class Routes(HttpMessageHandler network, Uri server) : DelegatingHandler(network)
    {
        private readonly Lock gate = new();
        private string? broken;
        private Uri? elsewhere;
        private int left;

        public void Lead(string operation, Uri to, int times)
        {
            lock (gate)
            {
                (broken, elsewhere, left) = (operation, to, times);
            }
        }

        public void Heal()
        {
            lock (gate)
            {
                left = 0;
            }
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var operation = request.Headers.GetValues("X-Amz-Target").First().Split('.')[^1];
            Uri to;
            lock (gate)
            {
                var isLed = operation == broken && left > 0;
                left -= isLed ? 1 : 0;
                to = isLed ? elsewhere! : server;
            }

            // Signed for ECR's own name. A name to be checked by TLS is the server's.
            request.Headers.Host = to.Scheme == "https" ? null : request.RequestUri!.Authority;
            request.RequestUri = to;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
