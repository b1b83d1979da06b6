using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Commands;

/// <summary>Finds the errors in arguments and describes each in one line.</summary>
internal static partial class UsageProblems
{
    /// <summary>Returns the problems; empty if the arguments are valid.</summary>
    /// <param name="parsed">The arguments as the parser took them.</param>
    /// <param name="arguments">The arguments as they were given.</param>
    public static IReadOnlyList<string> In(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (parsed.Errors.Count == 0 && parsed.Action is not null && parsed.CommandResult.Command.Action != parsed.Action)
        {
            return [];
        }

        var unknown = parsed.UnmatchedTokens.Concat(arguments.Contains(ArgumentList.EndOfOptions) ? [] : OptionsTakenAsArguments(parsed)).Distinct().ToList();
        return
        [
            .. unknown.Select(token => Unknown(token, parsed.CommandResult.Command)),
            .. parsed.Errors.Select(static error => error.Message)
                .Where(message => !message.StartsWith("Unrecognized command or argument", StringComparison.Ordinal) && (unknown.Count == 0 || !Missing().IsMatch(message)))
                .Select(static message => NotOfType().Replace(message, "${value} value passed to ${name} is none that it takes"))
                .Distinct(),
        ];
    }

    // The parser treats an unknown option as the name of a template.
    private static IEnumerable<string> OptionsTakenAsArguments(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>()
        .SelectMany(static result => result.Tokens).Select(static token => token.Value).Where(static value => value.Length > 1 && value[0] == '-');

    private static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var known = isOption
            ? HelpText.OptionsOf(command).SelectMany(static option => option.Aliases.Prepend(option.Name))
            : command.Subcommands.Select(static subcommand => subcommand.Name);
        return $"Unrecognized {(isOption ? "option" : "command or argument")} '{token}'{Misspellings.DidYouMean(token.Split('=')[0], known)}";
    }

    [GeneratedRegex("^Required (command|argument)")]
    private static partial Regex Missing();

    [GeneratedRegex("^Cannot parse argument '(?<value>.*)' for (option|command) '(?<name>.*?)' as expected type '.*'.*$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NotOfType();
}
