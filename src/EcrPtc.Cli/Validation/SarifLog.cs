using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Validation;

/// <summary>Writes problems as a SARIF 2.1.0 log with one run.</summary>
/// <seealso href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html"/>
internal static class SarifLog
{
    private const string UnreadFileId = "unread-file";

    public static string Create(IReadOnlyList<TemplateProblem> problems, IReadOnlyList<UnreadFile> unread)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            WriteTool(writer);
            WriteInvocation(writer, unread);
            writer.WriteString("columnKind", "utf16CodeUnits");
            writer.WriteStartArray("results");
            foreach (var problem in problems)
            {
                Write(writer, problem);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + '\n';
    }

    private static void WriteTool(Utf8JsonWriter writer)
    {
        var version = typeof(SarifLog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "ecr-ptc");
        writer.WriteString("version", version.Split('+')[0]);
        writer.WriteString("semanticVersion", version);
        writer.WriteStartArray("rules");
        foreach (var rule in SarifRule.All)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Id);
            WriteText(writer, "shortDescription", rule.Summary);
            WriteText(writer, "fullDescription", rule.Summary);
            WriteText(writer, "help", rule.Help);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("notifications");
        writer.WriteStartObject();
        writer.WriteString("id", UnreadFileId);
        WriteText(writer, "shortDescription", "A template couldn't be read, and wasn't checked.");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter writer, IReadOnlyList<UnreadFile> unread)
    {
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", unread.Count == 0);
        writer.WriteStartArray("toolExecutionNotifications");
        foreach (var file in unread)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("descriptor");
            writer.WriteString("id", UnreadFileId);
            writer.WriteNumber("index", 0);
            writer.WriteEndObject();
            writer.WriteString("level", "error");
            WriteText(writer, "message", file.Message);
            WriteLocation(writer, file.Path, place: null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, TemplateProblem problem)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", SarifRule.Of(problem.Kind).Id);
        writer.WriteNumber("ruleIndex", (int)problem.Kind);
        writer.WriteString("level", problem.Level);
        WriteText(writer, "message", problem.Message);
        WriteLocation(writer, problem.At.File, problem.At);
        writer.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter writer, string file, Position? place)
    {
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", Uri(file));
        writer.WriteEndObject();
        if (place is { } at)
        {
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", at.Line);
            writer.WriteNumber("startColumn", at.Column);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    // An absolute path is an absolute URI, and a relative one is relative to where the command runs.
    private static string Uri(string file)
    {
        var path = string.Join('/', file.Split('/', '\\').Select(System.Uri.EscapeDataString));
        return file.StartsWith('/') ? $"file://{path}" : path.Length == 0 ? "." : path;
    }

    // A brace in a message is written twice, because messages can have placeholders in braces.
    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        writer.WriteEndObject();
    }
}
