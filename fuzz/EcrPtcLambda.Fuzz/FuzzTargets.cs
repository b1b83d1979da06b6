namespace EcrPtcLambda.Fuzz;

/// <summary>Every target; each has its inputs in a zip file of its name in Corpus.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<string> Names { get; } = ["event", "handler", "template", "ecr"];

    /// <summary>The target of one of the names.</summary>
    public static IFuzzTarget Create(string name) => name switch
    {
        "event" => new EventTarget(),
        "handler" => new HandlerTarget(),
        "template" => new TemplateTarget(),
        "ecr" => new EcrTarget(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
