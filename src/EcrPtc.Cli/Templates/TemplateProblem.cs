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
    /// <summary>What kind of problem it is, for programs that read the results.</summary>
    public ProblemKind Kind { get; init; }

    public override string ToString() => $"{At}: {Message}";
}

/// <summary>The kinds of problems of templates.</summary>
internal enum ProblemKind
{
    /// <summary>Its syntax, and the shape of its sections.</summary>
    Template,

    /// <summary>A parameter's declaration.</summary>
    Parameter,

    /// <summary>A function names something that there is not, or has arguments of the wrong shape.</summary>
    Reference,

    /// <summary>An attribute that rules don't have is taken of one.</summary>
    Attribute,

    /// <summary>A value can't be had.</summary>
    Value,

    /// <summary>Resources depend on each other in a circle.</summary>
    Circle,

    /// <summary>A limit of CloudFormation or Amazon ECR is exceeded.</summary>
    Limit,

    /// <summary>A policy that the type of a resource doesn't have.</summary>
    Policy,

    /// <summary>A rule has no ServiceToken.</summary>
    ServiceToken,

    /// <summary>A rule's ServiceTimeout is none.</summary>
    ServiceTimeout,

    /// <summary>A property of a rule is invalid.</summary>
    Property,

    /// <summary>A property of a rule is valid, and will hardly serve.</summary>
    DoubtfulProperty,

    /// <summary>A rule is taken over, which deserves care.</summary>
    Adoption,

    /// <summary>Two resources ask for one rule.</summary>
    Duplicate,

    /// <summary>A secret's name is none that Amazon ECR reads.</summary>
    SecretName,

    /// <summary>A resource of a local stack has the rule.</summary>
    Conflict,

    /// <summary>A part of the template isn't checked.</summary>
    Unchecked,
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
