namespace EcrPtc.Cli.Templates;

/// <summary>A place in a file; lines and columns count from 1.</summary>
internal readonly record struct Position(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A problem in a template, with its place.</summary>
/// <param name="Message">One or two sentences with the problem and the remedy.</param>
/// <param name="IsAdvice">Whether it is a warning: the template can be deployed, but hardly works as intended.</param>
internal sealed record TemplateProblem(Position At, string Message, bool IsAdvice = false)
{
    /// <summary>The kind of the problem, for programs that read the results.</summary>
    public ProblemKind Kind { get; init; }

    public override string ToString() => $"{At}: {Message}";
}

/// <summary>The kinds of problems of templates.</summary>
internal enum ProblemKind
{
    /// <summary>An error in the syntax of the template or the shape of its sections.</summary>
    Template,

    /// <summary>An error in the declaration of a parameter.</summary>
    Parameter,

    /// <summary>A function refers to a missing name, or has arguments of the wrong shape.</summary>
    Reference,

    /// <summary>A reference to an attribute that rules don't have.</summary>
    Attribute,

    /// <summary>A value isn't available.</summary>
    Value,

    /// <summary>Resources have circular dependencies.</summary>
    Circle,

    /// <summary>A limit of CloudFormation or Amazon ECR is exceeded.</summary>
    Limit,

    /// <summary>A policy that the type of a resource doesn't have.</summary>
    Policy,

    /// <summary>A rule has no ServiceToken.</summary>
    ServiceToken,

    /// <summary>The ServiceTimeout of a rule is invalid.</summary>
    ServiceTimeout,

    /// <summary>A property of a rule is invalid.</summary>
    Property,

    /// <summary>A property of a rule is valid, but hardly works as intended.</summary>
    DoubtfulProperty,

    /// <summary>A rule is adopted, which requires care.</summary>
    Adoption,

    /// <summary>Two resources have the same rule.</summary>
    Duplicate,

    /// <summary>Amazon ECR doesn't read secrets of this name.</summary>
    SecretName,

    /// <summary>A resource of a local stack has the rule.</summary>
    Conflict,

    /// <summary>A part of the template isn't checked.</summary>
    Unchecked,
}

/// <summary>The template can't be used.</summary>
/// <param name="problems">The problems, at least one.</param>
internal sealed class TemplateException(IReadOnlyList<TemplateProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public TemplateException(Position at, string message)
        : this([new(at, message)])
    {
    }

    public IReadOnlyList<TemplateProblem> Problems => problems;
}
