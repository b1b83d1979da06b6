using System.CommandLine;
using System.Text;
using EcrPtc.Cli.Console;

namespace EcrPtc.Cli.Commands;

/// <summary>The help of a command, wrapped to the width of the terminal.</summary>
internal static class HelpText
{
    private const int NarrowestColumns = 40;
    private const int WidestColumns = 100;

    /// <summary>The width of the lines in columns: that of the terminal within limits, or 80 without a terminal.</summary>
    private static int Columns => System.Console.IsOutputRedirected ? Terminal.StandardColumns : Math.Clamp(System.Console.WindowWidth, NarrowestColumns, WidestColumns);

    /// <summary>The full name of a command, such as <c>ecr-ptc deploy</c>.</summary>
    public static string NameOf(Command command) => command is RootCommand ? "ecr-ptc" : $"ecr-ptc {command.Name}";

    /// <summary>The options of a command, its own options first.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(static parent => parent.Options).Where(static option => option.Recursive))
            .Where(static option => !option.Hidden);

    public static string Of(Command command)
    {
        var text = new StringBuilder();
        Section(text, "Description:");
        Paragraphs(text, command.Description ?? "");
        Section(text, "Usage:");
        Wrapped(text, $"{NameOf(command)}{string.Concat(command.Arguments.Select(Usage))}{(command.Subcommands.Count > 0 ? " COMMAND" : "")} [OPTIONS]", 2);
        if (command.Arguments.Count > 0)
        {
            Section(text, "Arguments:");
            foreach (var argument in command.Arguments)
            {
                Entry(text, argument.Name, argument.Description ?? "");
            }
        }

        if (command.Subcommands.Count > 0)
        {
            Section(text, "Commands:");
            foreach (var subcommand in command.Subcommands)
            {
                Entry(text, subcommand.Name, FirstSentence(subcommand.Description ?? ""));
            }

            text.Append('\n');
            Wrapped(text, "The help of a command: ecr-ptc COMMAND --help", 2);
        }

        Section(text, "Options:");
        foreach (var option in OptionsOf(command))
        {
            Entry(
                text,
                string.Join(", ", option.Aliases.Append(option.Name).Where(static name => name[0] == '-').Order(StringComparer.Ordinal)
                    .OrderBy(static name => name.StartsWith("--", StringComparison.Ordinal))) + (ValueOf(option) is { } value ? $" {value}" : ""),
                $"{option.Description}{DefaultOf(option)}");
        }

        return text.ToString().TrimStart('\n');
    }

    private static string Usage(Argument argument) => argument.Arity switch
    {
        { MinimumNumberOfValues: 0 } => $" [{argument.Name}]",
        { MaximumNumberOfValues: > 1 } => $" {argument.Name}...",
        _ => $" {argument.Name}",
    };

    private static string? ValueOf(Option option) =>
        option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? null : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    private static string DefaultOf(Option option) =>
        option.HasDefaultValue && option.GetDefaultValue() is { } value and not (bool or Array) ? $" Default: {value.ToString()!.ToLowerInvariant()}." : "";

    private static string FirstSentence(string description)
    {
        var paragraph = description.ReplaceLineEndings(" ");
        var end = paragraph.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? paragraph : paragraph[..(end + 1)];
    }

    private static void Section(StringBuilder text, string title) => text.Append('\n').Append(title).Append('\n');

    private static void Entry(StringBuilder text, string name, string description)
    {
        Wrapped(text, name, 2);
        Wrapped(text, description, 6);
    }

    // Indented lines, such as examples, are not wrapped.
    private static void Paragraphs(StringBuilder text, string description)
    {
        var paragraph = new List<string>();
        foreach (var line in description.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (line.Length > 0 && line[0] != ' ')
            {
                paragraph.Add(line);
                continue;
            }

            Wrapped(text, string.Join(' ', paragraph), 2);
            paragraph.Clear();
            text.Append(line.Length > 0 ? $"  {line}\n" : "\n");
        }

        text.Length--;
    }

    private static void Wrapped(StringBuilder text, string words, int indentation)
    {
        var column = 0;
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Columns)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(column == 0 ? new string(' ', indentation) : " ").Append(word);
            column = (column == 0 ? indentation : column + 1) + word.Length;
        }

        if (column > 0)
        {
            text.Append('\n');
        }
    }
}
