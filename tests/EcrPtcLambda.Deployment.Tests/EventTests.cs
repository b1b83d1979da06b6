using System.Text;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using EcrPtc.Cli.Commands;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Rules;
using EcrPtcLambda.TestSupport;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.Tests.Deployment;

/// <summary>events/, as <c>sam local invoke -e</c> sends them to the function and <c>ecr-ptc serve</c> receives the responses.</summary>
public sealed class EventTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "events");

    private static readonly string[] Types = ["create", "update", "delete"];

    // The registries' names in the names of files: those of the examples.
    private static readonly string[] Names =
        [.. Directory.GetFiles(Folder, "create-*.json").Select(file => Path.GetFileNameWithoutExtension(file)["create-".Length..]).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Registries => [.. Names];

    [Fact]
    public void There_is_an_event_of_each_type_for_each_upstream_registry()
    {
        Names.Select(name => Upstream(Event("create", name)).Name)
            .ShouldBe(UpstreamRegistry.All.Select(form => form.Name), ignoreOrder: true);
        Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).ShouldBe(
            Types.SelectMany(type => Names.Select(name => $"{type}-{name}.json")), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public void An_event_is_named_by_its_type_and_the_example_of_its_registry(string registry)
    {
        foreach (var type in Types)
        {
            Event(type, registry).GetProperty("RequestType").GetString().ShouldBe(type, StringCompareShould.IgnoreCase);
        }

        var upstream = Upstream(Event("create", registry));
        var example = File.ReadAllText(Path.Combine(Repository.Root, "examples", $"{registry}.yaml"));
        (example.Contains($"UpstreamRegistry: {upstream.Name}\n", StringComparison.Ordinal)
            || example.Contains($"UpstreamRegistryUrl: {upstream.Url}\n", StringComparison.Ordinal)).ShouldBeTrue(example);
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task The_events_of_a_registry_succeed_in_turn(string registry)
    {
        var clock = new VirtualTime(TimeProvider.System.GetUtcNow());
        using var aws = Serving(clock);
        using var handler = aws.CreateHandler();

        foreach (var (type, rules) in new[] { ("create", 1), ("update", 1), ("delete", 0) })
        {
            await HandleAsync(Event(type, registry), aws, handler, clock);

            aws.Ecr.Rules.Count.ShouldBe(rules);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        aws.Responses.Responses.Count.ShouldBe(Types.Length);
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task Each_event_gets_its_own_response(string registry)
    {
        foreach (var type in Types)
        {
            await HandleAloneAsync(Event(type, registry));
        }
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public void An_Update_and_a_Delete_name_the_rule_that_is_created_where_they_are_served(string registry)
    {
        var awsContext = AwsContext.From(Event("create", registry).GetProperty("ServiceToken").GetString(), "us-east-1");
        foreach (var type in new[] { "update", "delete" })
        {
            var id = PhysicalResourceId.Parse(Event(type, registry).GetProperty("PhysicalResourceId").GetString(), awsContext).ShouldBeOfType<PhysicalResourceId.Rule>();

            id.Instance.Key.EcrRepositoryPrefix.ShouldBe(Event("create", registry).GetProperty("ResourceProperties").GetProperty("EcrRepositoryPrefix").GetString());
            id.Instance.CreatedAt.ShouldBe(SampleEvents.CreationTimes[id.Instance.Key.EcrRepositoryPrefix]);
        }
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public void An_Update_begins_where_the_Create_ended_and_changes_something(string registry)
    {
        var created = Event("create", registry).GetProperty("ResourceProperties");
        var updated = Event("update", registry);

        JsonElement.DeepEquals(updated.GetProperty("OldResourceProperties"), created).ShouldBeTrue();
        JsonElement.DeepEquals(updated.GetProperty("ResourceProperties"), created).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Registries))]
    public void Responses_go_to_an_unsigned_URL_where_ecr_ptc_serve_listens(string registry)
    {
        foreach (var type in Types)
        {
            new Uri(Event(type, registry).GetProperty("ResponseURL").GetString()!).ShouldSatisfyAllConditions(
                url => url.GetLeftPart(UriPartial.Authority).ShouldBe("http://127.0.0.1:9000"),
                url => url.Query.ShouldBeEmpty());
        }
    }

    private static async Task HandleAloneAsync(JsonElement @event)
    {
        var clock = new VirtualTime(TimeProvider.System.GetUtcNow());
        using var aws = Serving(clock);
        using var handler = aws.CreateHandler();

        await HandleAsync(@event, aws, handler, clock);
    }

    private static JsonElement Event(string type, string registry) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{type}-{registry}.json"))).RootElement;

    // As ecr-ptc serve has it.
    private static EmulatedAws Serving(VirtualTime clock) =>
        new(new() { Clock = clock, SessionToken = null, AcceptsUnsignedResponses = true, CreationTimes = SampleEvents.CreationTimes });

    private static async Task HandleAsync(JsonElement @event, EmulatedAws aws, HttpMessageHandler handler, VirtualTime clock)
    {
        PutSecret(aws, @event.GetProperty("ResourceProperties"));
        await DeliverAsync(@event, aws, handler, clock);

        var response = aws.Responses.Responses[^1];
        response.Status.ShouldBe("SUCCESS", response.Reason);
        response.Rejection.ShouldBeNull();
    }

    private static UpstreamRegistry Upstream(JsonElement @event)
    {
        var rule = RuleValidator.Validate(@event.GetProperty("ResourceProperties"), AwsContext.From(@event.GetProperty("ServiceToken").GetString(), "us-east-1"));
        return UpstreamRegistry.Named(rule.ShouldBeOfType<ValidatedRule.Valid>().Rule.UpstreamRegistry)!;
    }

    private static void PutSecret(EmulatedAws aws, JsonElement properties)
    {
        if (properties.TryGetProperty("CredentialArn", out var arn))
        {
            aws.Secrets.Put(arn.GetString()!);
        }
    }

    private static async Task DeliverAsync(JsonElement @event, EmulatedAws aws, HttpMessageHandler handler, VirtualTime clock)
    {
        using var responses = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var connection = new EcrConnection(handler, clock, "us-east-1", new BasicAWSCredentials(aws.Options.AccessKeyId, aws.Options.SecretAccessKey));
        using var output = new MemoryStream();
        var function = new CustomResourceHandler(
            new("us-east-1", "127.0.0.1:9000", LogLevel.Trace), new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>(), connection, responses, clock, new FixedRandom(0.5), output);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(@event.GetRawText()));
        await function.HandleAsync(input, new TestLambdaContext
        {
            AwsRequestId = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            InvokedFunctionArn = @event.GetProperty("ServiceToken").GetString(),
            LogStreamName = "2026/08/22/[$LATEST]0123456789abcdef",
            RemainingTime = TimeSpan.FromSeconds(120),
        });
    }
}
