using System.CommandLine;

namespace EcrPtc.Cli.Commands;

/// <summary>The reader of a command's results: a user or a program.</summary>
internal static class OutputOptions
{
    public static Option<OutputFormat> Output { get; } = ChoiceOption.Create("--output", "The form of the results; json is for other programs.", OutputFormat.Text);

    public static bool IsJson(ParseResult arguments) => arguments.GetValue(Output) is OutputFormat.Json;
}

/// <summary>The form of a command's results.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}
