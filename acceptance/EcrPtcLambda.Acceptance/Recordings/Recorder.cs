using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Aws;

namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>Records all calls and their responses, in memory until the run ends.</summary>
internal sealed class Recorder(TimeProvider clock)
{
    // Names in ARNs can contain characters that need no JSON escape and must be masked unchanged.
    private static readonly RecordingJson Json = new(new(RecordingJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly Lock gate = new();
    private readonly long start = clock.GetTimestamp();
    private readonly List<RecordedCall> calls = [];

    /// <summary>The time since the start of the run.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>The current row.</summary>
    public string Row { get; set; } = "";

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<RecordedCall> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    public void Add(RecordedCaller caller, TimeSpan startedAt, string operation, string request, EcrReply reply)
    {
        var call = new RecordedCall(
            Row, caller, Math.Round(startedAt.TotalSeconds, 3), Math.Round((Elapsed - startedAt).TotalSeconds, 3), operation, Node(request), reply.Status, Node(reply.Body));
        lock (gate)
        {
            calls.Add(call);
        }
    }

    /// <summary>Writes the masked recording, and replaces one of the same day and Region.</summary>
    /// <returns>The path of the file.</returns>
    public async Task<string> WriteAsync(string folder, string region, RecordingSource source, Masking masking, CancellationToken cancellationToken)
    {
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = JsonSerializer.Serialize(new(day, region, source, Calls), Json.Recording);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{day}-{region}{(source is RecordingSource.Aws ? "" : "-endpoint")}.json");
        await File.WriteAllTextAsync(file, masking.Mask(text) + "\n", cancellationToken);
        return file;
    }

    private static JsonNode? Node(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
