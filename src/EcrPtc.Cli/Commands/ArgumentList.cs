using System.Text.RegularExpressions;

namespace EcrPtc.Cli.Commands;

/// <summary>
/// Prepares arguments for the parser. An option with several values takes only the values that have its form, so that it doesn't take the template
/// after them: <c>--parameter A=1 B=2 template.yaml</c>.
/// </summary>
internal static partial class ArgumentList
{
    /// <summary>The arguments after it are never options.</summary>
    public const string EndOfOptions = "--";

    private static readonly string[] Multiple =
        [.. new[] { GlobalOptions.Parameters, StoreOptions.Parameters }.SelectMany(static option => option.Aliases.Prepend(option.Name))];

    /// <summary>Returns the arguments with the option repeated before each of its values.</summary>
    public static IReadOnlyList<string> Separate(IReadOnlyList<string> arguments)
    {
        var separated = new List<string>();
        string? option = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (argument == EndOfOptions)
            {
                separated.AddRange(arguments.Skip(index));
                break;
            }

            if (Multiple.Contains(argument) && index + 1 < arguments.Count)
            {
                option = argument;
                separated.AddRange([argument, arguments[++index]]);
                continue;
            }

            if (option is not null && Value().IsMatch(argument) && !File.Exists(argument))
            {
                separated.AddRange([option, argument]);
                continue;
            }

            option = Multiple.FirstOrDefault(name => argument.StartsWith($"{name}=", StringComparison.Ordinal));
            separated.Add(argument);
        }

        return separated;
    }

    [GeneratedRegex(@"\A([^-=\s][^=\s]*=|file://|\[|\{)", RegexOptions.ExplicitCapture)]
    private static partial Regex Value();
}
