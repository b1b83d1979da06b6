using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtc.Cli.Sam;

/// <summary>
/// The files that <c>sam local invoke</c> is given: the environment, and an event of each type for each upstream registry. The events of a
/// resource carry the physical id of its last response, as those that CloudFormation sends.
/// </summary>
/// <remarks>A file that is deleted while the folder is open is written again. Git ignores the folder.</remarks>
internal sealed class SamFolder : IDisposable
{
    private const string PhysicalResourceId = "PhysicalResourceId";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream hold;
    private readonly Lock gate = new();
    private readonly JsonObject environment;
    private readonly Dictionary<string, JsonObject> events;

    private SamFolder(string path, FileStream hold, JsonObject environment, Dictionary<string, JsonObject> events)
    {
        FolderPath = path;
        this.hold = hold;
        this.environment = environment;
        this.events = events;
    }

    /// <summary>The path of the folder.</summary>
    public string FolderPath { get; }

    /// <summary>The file that SAM's <c>--env-vars</c> takes.</summary>
    public string EnvironmentFile => Path.Combine(FolderPath, "env.json");

    // Beside the tool, whose build copies the repository's events there.
    private static string WrittenEvents => Path.Combine(AppContext.BaseDirectory, "events");

    /// <summary>Writes the files.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="aws">The emulated AWS that the function meets.</param>
    /// <param name="server">Where the function meets it.</param>
    /// <exception cref="IOException">A file can't be written, or another process has the folder open.</exception>
    public static SamFolder Open(string path, LocalAws aws, EmulatedAwsServer server)
    {
        Directory.CreateDirectory(path);
        var hold = Hold(path);
        try
        {
            var folder = new SamFolder(path, hold, EnvironmentOf(server), Directory.GetFiles(WrittenEvents, "*.json").ToDictionary(
                file => Path.GetFileName(file),
                file => SamEvent.Create((JsonObject)JsonNode.Parse(File.ReadAllBytes(file))!, aws, server)));
            folder.KeepPhysicalResourceIds();
            folder.Write(onlyMissing: false);
            return folder;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>The path of an event.</summary>
    /// <param name="name">Such as <c>create-docker-hub.json</c>.</param>
    public string EventFile(string name) => Path.Combine(FolderPath, name);

    /// <summary>Writes what was deleted again.</summary>
    /// <exception cref="IOException">A file can't be written.</exception>
    public void Restore() => Write(onlyMissing: true);

    /// <summary>Gives the physical id of a response to the events that CloudFormation would send next.</summary>
    /// <exception cref="IOException">A file can't be written.</exception>
    public void Follow(CloudFormationResponse response)
    {
        if (response.PhysicalResourceId is not { Length: > 0 } id)
        {
            return;
        }

        lock (gate)
        {
            foreach (var (name, @event) in events)
            {
                // After a failed Create there is no Update, and the Delete of its rollback has the id that it responded with.
                if (@event[PhysicalResourceId] is not null && @event.TextOf("StackId") == response.StackId && @event.TextOf("LogicalResourceId") == response.LogicalResourceId
                    && (response.Status == "SUCCESS" || @event.TextOf("RequestType") == "Delete"))
                {
                    // Beside what the user may have changed meanwhile.
                    @event[PhysicalResourceId] = id;
                    var current = Read(name) ?? @event;
                    current[PhysicalResourceId] = id;
                    Replace(EventFile(name), current);
                }
            }
        }
    }

    /// <summary>Ends the environment, so that SAM says at once that nothing listens; the events keep the physical ids.</summary>
    public void Dispose()
    {
        if (File.Exists(EnvironmentFile))
        {
            File.Delete(EnvironmentFile);
        }

        hold.Dispose();
    }

    // SAM passes a function no other variables than those that its template names.
    private static JsonObject EnvironmentOf(EmulatedAwsServer server) => new()
    {
        ["Parameters"] = new JsonObject(SamFunction.Variables.Select(name => KeyValuePair.Create(name, (JsonNode?)server.Environment[name]))),
    };

    private static FileStream Hold(string path)
    {
        try
        {
            return new(Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"{path} can't be written now: {exception.Message} Another ecr-ptc serve --sam process may be using it. Another folder: --state-dir FOLDER", exception);
        }
    }

    // Those of an earlier run, whose rules are there still.
    private void KeepPhysicalResourceIds()
    {
        foreach (var (name, @event) in events.Where(each => each.Value[PhysicalResourceId] is not null))
        {
            if (Read(name) is { } earlier && earlier.TextOf(PhysicalResourceId) is { Length: > 0 } id)
            {
                @event[PhysicalResourceId] = id;
            }
        }
    }

    private void Write(bool onlyMissing)
    {
        lock (gate)
        {
            Directory.CreateDirectory(FolderPath);
            var ignore = Path.Combine(FolderPath, ".gitignore");
            if (!onlyMissing || !File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n");
            }

            foreach (var (file, content) in events.Select(each => (File: EventFile(each.Key), Content: each.Value)).Append((EnvironmentFile, environment)))
            {
                if (!onlyMissing || !File.Exists(file))
                {
                    Replace(file, content);
                }
            }
        }
    }

    private JsonObject? Read(string name)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(EventFile(name))) as JsonObject;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    // As a whole, so that SAM never reads half of it.
    private static void Replace(string file, JsonObject content)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            content.WriteTo(writer);
        }

        var next = file + ".next";
        File.WriteAllText(next, Encoding.UTF8.GetString(stream.ToArray()) + "\n");
        File.Move(next, file, overwrite: true);
    }
}
