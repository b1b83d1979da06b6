using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.Serialization.SystemTextJson;
using CsCheck;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Common;
using EcrPtcLambda.TestSupport;
using EcrPtcLambda.Tests.Support;

namespace EcrPtcLambda.Tests.PropertyBased;

public sealed class EventReaderProperties
{
    private static readonly string[] RealEvents =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "events"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    // A wrong field, whatever else it holds, must not keep an event from its response.
    private static readonly string[] Fields =
        ["RequestType", "StackId", "RequestId", "LogicalResourceId", "PhysicalResourceId", "ResourceProperties", "OldResourceProperties", "Extra"];

    [Fact]
    public void Real_events_are_there_to_mutate() => RealEvents.Length.ShouldBeGreaterThanOrEqualTo(4);

    [Fact]
    public void Any_bytes_are_read() => Gen.Byte.Array[0, 300].Sample(payload => Read(payload) is not null, iter: 5000);

    [Fact]
    public void Any_JSON_is_read_and_asks_for_something_or_is_unintelligible() => Generated.Json.Sample(
        json =>
        {
            var @event = Read(Encoding.UTF8.GetBytes(json));
            return LifecycleRequest.From(@event) is not null && JsonText.Read(@event.ResponseUrl) is not "";
        },
        iter: 5000);

    [Fact]
    public void A_real_event_with_bytes_changed_cut_or_repeated_is_read() =>
        Gen.Select(Generated.One(RealEvents), Gen.Select(Gen.Int[0, 2], Gen.Int[0, 100_000], Gen.Byte).Array[1, 8])
            .Sample((text, edits) => Read(edits.Aggregate(Encoding.UTF8.GetBytes(text), Edit)) is not null, iter: 5000);

    [Fact]
    public void A_real_event_cut_behind_its_ResponseURL_keeps_it() =>
        Gen.Select(Generated.One(RealEvents), Gen.Double[0, 1]).Sample(
            (text, where) =>
            {
                var url = JsonDocument.Parse(text).RootElement.GetProperty("ResponseURL").GetString()!;
                var behind = text.IndexOf(url, StringComparison.Ordinal) + url.Length + 1;
                var cut = text[..(behind + (int)((text.Length - behind) * where))];
                return JsonText.Read(Read(Encoding.UTF8.GetBytes(cut)).ResponseUrl) == url;
            },
            iter: 1000);

    [Fact]
    public async Task An_event_with_a_readable_ResponseURL_gets_one_response_whatever_its_other_fields_hold() =>
        await Gen.Select(Generated.One(RealEvents), Gen.Select(Generated.One(Fields), Generated.Json).Array[1, 3], Gen.Int[0, 60]).SampleAsync(
            async (text, changes, cut) =>
            {
                using var world = new World();
                var members = JsonNode.Parse(text)!.AsObject()
                    .Where(member => member.Key != "ResponseURL" && changes.All(change => change.Item1 != member.Key))
                    .Select(member => $"{Generated.Quoted(member.Key)}:{member.Value!.ToJsonString()}")
                    .Concat(changes.Select(change => $"{Generated.Quoted(change.Item1)}:{change.Item2}"));
                var url = world.Aws.Responses.CreateResponseUrl(Given.StackId, "Rule", Given.RequestId);
                var head = $$"""{"ResponseURL":{{Generated.Quoted(url)}}""";
                var whole = $"{head},{string.Join(',', members)}}}";
                var payload = cut > 40 ? whole[..Math.Max(head.Length, whole.Length - (cut - 40))] : whole;

                await world.DeliverAsync(payload);

                world.Aws.Responses.Responses.Count.ShouldBe(1);
            },
            iter: 400);

    private static CustomResourceEvent Read(byte[] payload) => EventReader.Read(payload, new SourceGeneratorLambdaJsonSerializer<CustomResourceJsonContext>());

    private static byte[] Edit(byte[] bytes, (int Kind, int Where, byte With) edit)
    {
        if (bytes.Length == 0)
        {
            return [edit.With];
        }

        var at = edit.Where % bytes.Length;
        return edit.Kind switch
        {
            0 => [.. bytes[..at], edit.With, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. bytes[Math.Min(at + edit.With, bytes.Length)..]],
            _ => [.. bytes[..at], .. bytes[Math.Max(0, at - edit.With)..]],
        };
    }
}
