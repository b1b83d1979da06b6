using System.Text.RegularExpressions;

namespace EcrPtc.Cli.Commands;

/// <summary>Finds the templates that arguments name: files, folders, patterns with <c>*</c> and <c>?</c>, and <c>-</c> for the standard input.</summary>
internal static partial class TemplateFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json", ".template"];

    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Returns the paths of the templates, in the order of the arguments, and by name in each folder. A template that two arguments name is returned twice.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="UsageException">A folder or a pattern matches no template.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> arguments) => [.. arguments.SelectMany(Find)];

    private static IEnumerable<string> Find(string argument)
    {
        if (Directory.Exists(argument))
        {
            var found = Directory.EnumerateFiles(argument, "*", Recursive).Where(IsTemplate).Order(StringComparer.Ordinal).ToList();
            return found.Count > 0 ? found : throw new UsageException($"{argument} has no template: no {string.Join(", ", Extensions)} file with Resources.");
        }

        var name = Path.GetFileName(argument);
        if (File.Exists(argument) || !name.AsSpan().ContainsAny('*', '?'))
        {
            return [argument];
        }

        var folder = Path.GetDirectoryName(argument) is { Length: > 0 } given ? given : ".";
        var matches = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name).Order(StringComparer.Ordinal).ToList() : [];
        return matches.Count > 0
            ? matches.Select(match => folder == "." && !argument.StartsWith('.') ? Path.GetFileName(match) : match)
            : throw new UsageException($"{argument} matches no file.");
    }

    // A folder can contain other files than templates, such as the configuration of an editor, and pipes, which would block.
    private static bool IsTemplate(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        && new FileInfo(path).Length > 0 && File.ReadLines(path).Any(static line => ResourcesSection().IsMatch(line));

    [GeneratedRegex("""(^|[{,"'\s])Resources["']?\s*:""")]
    private static partial Regex ResourcesSection();
}
