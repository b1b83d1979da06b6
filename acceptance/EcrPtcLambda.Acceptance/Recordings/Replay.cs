using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Emulator.Hosting;

namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>Replays a recording on the emulator, call by call, and lists the differences from the responses of Amazon ECR.</summary>
internal static class Replay
{
    // Times differ between runs, so only their format is compared.
    private static readonly string[] Moments = ["createdAt", "updatedAt"];

    private static readonly string[] Writes = ["CreatePullThroughCacheRule", "UpdatePullThroughCacheRule", "DeletePullThroughCacheRule"];

    /// <exception cref="JsonException">The text is not a recording.</exception>
    public static Recording Read(string text) => JsonSerializer.Deserialize(text, RecordingJson.Default.Recording) ?? throw new JsonException("A recording must be an object.");

    /// <returns>One line for each difference in error code, message or shape. Empty if there is none.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(Recording recording, CancellationToken cancellationToken)
    {
        using var aws = new EmulatedAws(new() { AccountId = Masking.OwnAccount, Region = recording.Region, SessionToken = null });
        using var handler = aws.CreateHandler();
        using var http = new HttpClient(handler, disposeHandler: false);
        var caller = new AwsCaller(new BasicAWSCredentials(aws.Options.AccessKeyId, aws.Options.SecretAccessKey), recording.Region, http, TimeProvider.System);
        var wire = new EcrWire(caller, new($"https://api.ecr.{recording.Region}.amazonaws.com"), new Recorder(TimeProvider.System));
        var differences = new List<string>();
        var secrets = new RecordedSecrets(aws.Secrets);
        for (var index = 0; index < recording.Calls.Count; index++)
        {
            if (HasPassed(recording.Calls, index))
            {
                continue;
            }

            var call = recording.Calls[index];
            secrets.Prepare(call);
            var emulated = await wire.CallAsync(who: null, call.Operation, call.Request?.ToJsonString() ?? "", cancellationToken);
            var recorded = new EcrReply(call.Status, call.Response?.ToJsonString() ?? "", "");
            differences.AddRange(Differences(recorded, emulated).Select(difference => string.Create(CultureInfo.InvariantCulture, $"call {index + 1}, {call.Row}, {call.Operation}: {difference.ReplaceLineEndings(" ")}")));
        }

        return differences;
    }

    // Temporary errors: throttling, server errors, a secret that isn't visible yet, a Describe that lags. The same call had another result
    // later.
    private static bool HasPassed(IReadOnlyList<RecordedCall> calls, int index)
    {
        var call = calls[index];
        if (call.Status >= 500 || Code(call)?.StartsWith("Throttl", StringComparison.Ordinal) == true)
        {
            return true;
        }

        // The effect of a write persists, whatever the result of a later identical call.
        if (call.Status == 200 && Writes.Contains(call.Operation))
        {
            return false;
        }

        for (var later = index + 1; later < calls.Count && calls[later].Row == call.Row; later++)
        {
            if (calls[later].Operation == call.Operation && JsonNode.DeepEquals(calls[later].Request, call.Request))
            {
                return Code(calls[later]) != Code(call);
            }

            if (calls[later].Status == 200 && Writes.Contains(calls[later].Operation))
            {
                return false;
            }
        }

        return false;
    }

    private static string? Code(RecordedCall call) => new EcrReply(call.Status, call.Response?.ToJsonString() ?? "", "").Code;

    private static IEnumerable<string> Differences(EcrReply recorded, EcrReply emulated)
    {
        if (recorded.Code != emulated.Code)
        {
            return [$"code {recorded.Code ?? "success"}, emulated {emulated.Code ?? "success"}{(emulated.Code is null ? "" : $" ({emulated.Text})")}"];
        }

        if (recorded.Code is null)
        {
            return Shape("", recorded.Json, emulated.Json);
        }

        return (recorded.Status == emulated.Status ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"status {recorded.Status}, emulated {emulated.Status}") })
            .Concat(recorded.Text == emulated.Text ? [] : [$"text \"{recorded.Text}\", emulated \"{emulated.Text}\""]);
    }

    private static IEnumerable<string> Shape(string path, JsonNode? recorded, JsonNode? emulated) => (recorded, emulated) switch
    {
        (JsonObject one, JsonObject other) => one.Select(member => member.Key).Union(other.Select(member => member.Key)).SelectMany(name =>
            !other.ContainsKey(name) ? [$"shape: {path}{name} is {Text(one[name])}, emulated not there"]
            : !one.ContainsKey(name) ? [$"shape: {path}{name} is not there, emulated {Text(other[name])}"]
            : Moments.Contains(name) ? KindOf(one[name]) == KindOf(other[name]) ? [] : [$"shape: {path}{name} is a {KindOf(one[name])}, emulated a {KindOf(other[name])}"]
            : Shape($"{path}{name}.", one[name], other[name])),
        (JsonArray one, JsonArray other) when one.Count == other.Count => one.Zip(other)
            .SelectMany((pair, index) => Shape(string.Create(CultureInfo.InvariantCulture, $"{path}{index}."), pair.First, pair.Second)),
        _ when JsonNode.DeepEquals(recorded, emulated) => [],
        _ => [$"shape: {path.TrimEnd('.')} is {Text(recorded)}, emulated {Text(emulated)}"],
    };

    private static JsonValueKind KindOf(JsonNode? node) => node?.GetValueKind() ?? JsonValueKind.Null;

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
