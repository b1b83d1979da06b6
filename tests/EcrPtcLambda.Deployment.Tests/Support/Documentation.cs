using System.Text.RegularExpressions;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Support;

/// <summary>Reads the Markdown files of the repository.</summary>
internal static partial class Documentation
{
    // Folders with build output and with the packages of others.
    private static readonly string[] Excluded = [".git", ".aws-sam", ".ecr-ptc", "artifacts", "bin", "node_modules", "obj", "TestResults"];

    /// <summary>The files of the repository with this name, as paths relative to its root.</summary>
    /// <param name="pattern">Such as <c>*.md</c>.</param>
    public static IEnumerable<string> Files(string pattern) =>
        Files(Repository.Root, pattern).Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal);

    /// <summary>The rows of the first table whose header begins with these cells, without backticks.</summary>
    /// <param name="file">The path, relative to the root of the repository.</param>
    /// <param name="header">The first cells of the header, such as <c>property | depends on</c>.</param>
    public static IEnumerable<string[]> Rows(string file, string header) => File.ReadLines(Path.Combine(Repository.Root, file))
        .SkipWhile(line => !Plain(line).StartsWith($"| {header} |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => CellBorder().Split(Plain(line).Trim('|', ' ')));

    /// <summary>The relative links of a file that lead to no file, no folder, or no heading.</summary>
    /// <param name="root">The folder that links must not leave.</param>
    /// <param name="file">The path, relative to <paramref name="root"/>.</param>
    public static IEnumerable<string> BrokenLinks(string root, string file)
    {
        var path = Path.GetFullPath(file, root);
        foreach (var link in Links(path))
        {
            var (target, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, null);
            var found = target.Length == 0 ? path : Path.GetFullPath(target, Path.GetDirectoryName(path)!);
            if (!found.StartsWith(Path.GetFullPath(root), StringComparison.Ordinal)
                || (!File.Exists(found) && !Directory.Exists(found))
                || (anchor is not null && !Anchors(found).Contains(anchor)))
            {
                yield return $"{file}: {link}";
            }
        }
    }

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.GetFiles(folder, pattern).Concat(
        Directory.GetDirectories(folder).Where(child => !Excluded.Contains(Path.GetFileName(child))).SelectMany(child => Files(child, pattern)));

    private static IEnumerable<string> Links(string file) => Prose(file)
        .SelectMany(line => Link().Matches(Code().Replace(line, "")))
        .Select(match => match.Groups["target"].Value)
        .Where(target => !Scheme().IsMatch(target));

    // As GitHub makes them: lower case, without punctuation, hyphens in place of spaces, and numbered where a heading is repeated.
    private static HashSet<string> Anchors(string file)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        if (!file.EndsWith(".md", StringComparison.Ordinal))
        {
            return anchors;
        }

        foreach (var heading in Prose(file).Select(line => Heading().Match(line)).Where(match => match.Success))
        {
            var slug = Punctuation().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-');
            var anchor = slug;
            for (var number = 1; !anchors.Add(anchor); number++)
            {
                anchor = $"{slug}-{number}";
            }
        }

        return anchors;
    }

    // The lines outside fenced code blocks.
    private static IEnumerable<string> Prose(string file)
    {
        var isCode = false;
        foreach (var line in File.ReadLines(file))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return line;
            }
        }
    }

    private static string Plain(string line) => line.Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex(@" \| ")]
    private static partial Regex CellBorder();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z][a-z+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^#{1,6} +(?<text>.*?) *$", RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();
}
