using System.Text;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Tests.Support;

/// <summary>The real function, over the SDK's real client, before an emulated AWS, in virtual time.</summary>
internal sealed class World : IDisposable
{
    private readonly HttpMessageHandler handler;
    private readonly HttpClient responses;
    private readonly MemoryStream output = new();
    private CustomResourceHandler? function;
    private int requests;

    public World(EmulatedAwsOptions? options = null, IReadOnlyCollection<string>? otherAccountIds = null)
    {
        Clock = new(TimeProvider.System.GetUtcNow());
        Aws = new((options ?? new()) with { Clock = Clock, SessionToken = null, OtherAccountIds = otherAccountIds ?? [Given.OtherAccount] });
        Aws.Secrets.Put(Given.Secret);
        Aws.Secrets.Put(Given.OtherSecret);
        handler = Aws.CreateHandler();
        responses = new(handler, disposeHandler: false) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    public EmulatedAws Aws { get; }

    public VirtualTime Clock { get; }

    public EcrConnection Connection
    {
        get => field ??= new(handler, Clock, "us-east-1", new Amazon.Runtime.BasicAWSCredentials(Aws.Options.AccessKeyId, Aws.Options.SecretAccessKey), SdkRetries);
        set;
    }

    public EcrPtcLambda.FunctionSettings Settings { get; init; } = new("us-east-1", ResponseHosts: null, LogLevel.Trace);

    /// <summary>The number of the SDK's retries, by the system's clock: small, so that tests are fast.</summary>
    public int SdkRetries { get; set; } = 1;

    /// <summary>The timeout of the function.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>The hosts to which the function opened a connection before it had a response.</summary>
    public RecordingPreconnector Preconnector { get; } = new();

    /// <summary>Every line that the function logged.</summary>
    public string Logs => Encoding.UTF8.GetString(output.ToArray());

    /// <summary>The operations of ECR that were called, in order.</summary>
    public IReadOnlyList<string> EcrCalls =>
        [.. Aws.CallLog.Entries.Where(entry => entry.Operation != Faults.PutObject).Select(entry => entry.Operation.Replace("PullThroughCacheRule", "", StringComparison.Ordinal))];

    /// <summary>The calls that change a rule.</summary>
    public IEnumerable<string> Writes => EcrCalls.Where(call => call is "Create" or "Update" or "Delete");

    /// <summary>The physical ID of a rule that is there, as the resource that made it has it.</summary>
    public string Id(string prefix, string? registryId = null)
    {
        var rule = Rule(prefix, registryId).ShouldNotBeNull();
        var registry = rule.RegistryId == Given.Account ? "" : $"{rule.RegistryId}:";
        return $"{registry}{prefix}@{rule.CreatedAt.ToUnixTimeSeconds()}";
    }

    public EmulatedRule? Rule(string prefix, string? registryId = null) => Aws.Ecr.Find(prefix, registryId);

    public Task<CloudFormationResponse> CreateAsync(params (string Name, string Value)[] properties) => RequestAsync("Create", null, properties);

    public Task<CloudFormationResponse> UpdateAsync(string id, params (string Name, string Value)[] properties) => RequestAsync("Update", id, properties);

    public Task<CloudFormationResponse> DeleteAsync(string? id, params (string Name, string Value)[] properties) => RequestAsync("Delete", id, properties);

    /// <summary>An Update as CloudFormation sends it: with the old properties.</summary>
    public async Task<CloudFormationResponse> UpdateFromAsync(string id, (string Name, string Value)[] old, (string Name, string Value)[] properties)
    {
        var @event = Event("Update", id, properties);
        var withOld = @event.GetRawText().Replace(
            "\"ResourceProperties\"", $"\"OldResourceProperties\":{Given.Properties(old).GetRawText()},\"ResourceProperties\"", StringComparison.Ordinal);
        await DeliverAsync(withOld);
        return ResponseTo(@event);
    }

    /// <summary>The clean-up that follows an Update: where the ID changed, a Delete of the old one with the old properties.</summary>
    public async Task CleanUpAsync(string oldId, CloudFormationResponse update, (string Name, string Value)[] old)
    {
        update.Status.ShouldBe("SUCCESS", update.Reason);
        if (update.PhysicalResourceId != oldId)
        {
            (await DeleteAsync(oldId, old)).Status.ShouldBe("SUCCESS");
        }
    }

    /// <summary>Makes a rule, and a day later deletes it: Describe shows it for three seconds yet.</summary>
    public async Task GivenDeletedRuleThatDescribeStillShowsAsync(string prefix, params (string Name, string Value)[] properties)
    {
        (await CreateAsync(properties)).Status.ShouldBe("SUCCESS");
        Clock.Advance(TimeSpan.FromDays(1));
        Aws.Ecr.DescribeLag = TimeSpan.FromSeconds(3);
        (await DeleteAsync(Id(prefix), properties)).Status.ShouldBe("SUCCESS");
    }

    /// <summary>Delivers an event and returns the response that CloudFormation got.</summary>
    public async Task<CloudFormationResponse> RequestAsync(string requestType, string? id, params (string Name, string Value)[] properties)
    {
        var @event = Event(requestType, id, properties);
        await DeliverAsync(@event);
        return ResponseTo(@event);
    }

    /// <summary>An event with a URL signed now.</summary>
    public JsonElement Event(string requestType, string? id, params (string Name, string Value)[] properties)
    {
        var requestId = $"7b7a3a1e-6a1e-4f0e-8f4f-{++requests:x12}";
        var url = Aws.Responses.CreateResponseUrl(Given.StackId, "Rule", requestId);
        return JsonDocument.Parse(new CloudFormationRequest(requestType, url, Given.StackId, requestId, "Rule", id, properties).ToJson()).RootElement;
    }

    public Task DeliverAsync(JsonElement @event) => DeliverAsync(@event.GetRawText());

    public async Task DeliverAsync(string payload)
    {
        function ??= new(
            Settings, new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>(), Connection, responses, Clock, new FixedRandom(0.5), output, Preconnector);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(payload));
        await function.HandleAsync(input, new TestLambdaContext
        {
            AwsRequestId = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            InvokedFunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc",
            LogStreamName = "2026/08/22/[$LATEST]0123456789abcdef",
            RemainingTime = Timeout,
        });
    }

    /// <summary>The one response to an event, as CloudFormation accepts it.</summary>
    public CloudFormationResponse ResponseTo(JsonElement @event)
    {
        var target = new Uri(@event.GetProperty("ResponseURL").GetString()!).Query;
        var response = Aws.Responses.Responses.Where(each => each.Target.EndsWith(target, StringComparison.Ordinal)).ShouldHaveSingleItem();
        response.Rejection.ShouldBeNull();
        response.StackId.ShouldBe(@event.GetProperty("StackId").GetString());
        response.RequestId.ShouldBe(@event.GetProperty("RequestId").GetString());
        response.LogicalResourceId.ShouldBe(@event.GetProperty("LogicalResourceId").GetString());
        return response;
    }

    public void Dispose()
    {
        // No secret leaves by the logs, whatever a test was about.
        Logs.ShouldNotContain("Signature=");
        Connection.Dispose();
        responses.Dispose();
        handler.Dispose();
        Aws.Dispose();
        output.Dispose();
    }
}

/// <summary>Records where a connection was asked for, and opens none.</summary>
internal sealed class RecordingPreconnector : IPreconnector
{
    public List<Uri> Servers { get; } = [];

    public void Preconnect(Uri server) => Servers.Add(server);
}
