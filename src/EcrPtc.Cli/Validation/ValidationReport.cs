using System.Globalization;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Validation;

/// <summary>Writes problems for a user or a program; as text, one per line.</summary>
internal static class ValidationReport
{
    /// <param name="problems">The problems of all templates.</param>
    /// <param name="format">The format.</param>
    /// <param name="unread">The templates that couldn't be read; null for none. Only SARIF can contain them.</param>
    public static string Create(IReadOnlyList<TemplateProblem> problems, ValidationFormat format, IReadOnlyList<UnreadFile>? unread = null) => format switch
    {
        ValidationFormat.Github => Lines(problems, problem => string.Create(
            CultureInfo.InvariantCulture,
            $"::{problem.Level} file={Property(problem.At.File)},line={problem.At.Line},col={problem.At.Column},title={Property(ResourceType.Rule)}::{Data(problem.Message)}")),
        ValidationFormat.Sarif => SarifLog.Create(problems, unread ?? []),
        _ => Lines(problems, problem => $"{problem.At}: {problem.Level}: {problem.Message}"),
    };

    extension(TemplateProblem problem)
    {
        /// <summary>The word for the severity, the same in every format.</summary>
        public string Level => problem.IsAdvice ? "warning" : "error";
    }

    private static string Lines(IReadOnlyList<TemplateProblem> problems, Func<TemplateProblem, string> line) =>
        string.Concat(problems.Select(problem => line(problem).ReplaceLineEndings("\\n") + '\n'));

    // As the runner parses them: the properties of a command end at the next "::". https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}

/// <summary>The format of problems.</summary>
internal enum ValidationFormat
{
    Text,

    /// <summary>GitHub Actions' workflow commands, which annotate the lines of a pull request.</summary>
    Github,

    /// <summary>SARIF 2.1.0, which code scanning and editors read.</summary>
    Sarif,
}
