using System.CommandLine;

namespace EcrPtc.Cli.Commands;

/// <summary>For whom a command writes its results.</summary>
internal static class OutputOptions
{
    public static Option<OutputFormat> Output { get; } = new("--output")
    {
        Description = "text, or json for other programs.",
        DefaultValueFactory = static _ => OutputFormat.Text,
    };

    public static bool IsJson(ParseResult arguments) => arguments.GetValue(Output) is OutputFormat.Json;
}

/// <summary>The form of a command's results.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}
