using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Validation;

/// <summary>Writes problems for a reader or for a tool.</summary>
internal static class ValidationReport
{
    private const string RuleId = "pull-through-cache-rule";

    public static string Create(IReadOnlyList<TemplateProblem> problems, ValidationFormat format) => format switch
    {
        ValidationFormat.Github => Lines(problems, problem => string.Create(
            CultureInfo.InvariantCulture,
            $"::{Level(problem)} file={Property(problem.At.File)},line={problem.At.Line},col={problem.At.Column},title={Property(ResourceType.Rule)}::{Data(problem.Message)}")),
        ValidationFormat.Sarif => Sarif(problems),
        _ => Lines(problems, problem => $"{problem.At}: {Level(problem)}: {problem.Message}"),
    };

    private static string Level(TemplateProblem problem) => problem.IsAdvice ? "warning" : "error";

    private static string Lines(IReadOnlyList<TemplateProblem> problems, Func<TemplateProblem, string> line) =>
        string.Concat(problems.Select(problem => line(problem) + '\n'));

    // As the runner takes them apart, ending a command's properties at the next "::": https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    /// <seealso href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"/>
    private static string Sarif(IReadOnlyList<TemplateProblem> problems)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            writer.WriteStartObject("tool");
            writer.WriteStartObject("driver");
            writer.WriteString("name", "ecr-ptc");
            writer.WriteStartArray("rules");
            writer.WriteStartObject();
            writer.WriteString("id", RuleId);
            WriteText(writer, "shortDescription", "The properties of Custom::PullThroughCacheRule must be what Amazon ECR takes.");
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
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

    private static void Write(Utf8JsonWriter writer, TemplateProblem problem)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", RuleId);
        writer.WriteString("level", Level(problem));
        WriteText(writer, "message", problem.Message);
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", string.Join('/', problem.At.File.Split('/', '\\').Select(Uri.EscapeDataString)));
        writer.WriteEndObject();
        writer.WriteStartObject("region");
        writer.WriteNumber("startLine", problem.At.Line);
        writer.WriteNumber("startColumn", problem.At.Column);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}

/// <summary>For whom problems are written.</summary>
internal enum ValidationFormat
{
    Text,

    /// <summary>GitHub Actions' workflow commands, which annotate the lines of a pull request.</summary>
    Github,

    /// <summary>SARIF 2.1.0, which code scanning and editors read.</summary>
    Sarif,
}
