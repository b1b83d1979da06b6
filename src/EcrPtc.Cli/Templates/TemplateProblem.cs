namespace EcrPtc.Cli.Templates;

/// <summary>A place in a file; lines and columns count from 1.</summary>
internal readonly record struct Position(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>Something that is wrong with a template, and where.</summary>
/// <param name="Message">One sentence or two that say what to write instead.</param>
/// <param name="IsAdvice">Whether it is a warning: the template can be deployed, and will hardly serve.</param>
internal sealed record TemplateProblem(Position At, string Message, bool IsAdvice = false)
{
    public override string ToString() => $"{At}: {Message}";
}

/// <summary>The template can't be used.</summary>
/// <param name="problems">At least one; all that could be found at once.</param>
internal sealed class TemplateException(IReadOnlyList<TemplateProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public TemplateException(Position at, string message)
        : this([new(at, message)])
    {
    }

    public IReadOnlyList<TemplateProblem> Problems => problems;
}
