namespace EcrPtcLambda.Fuzz;

/// <summary>All targets. Each has a zip file of inputs in Corpus.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<string> Names { get; } = ["event", "handler", "template", "ecr"];

    /// <summary>Creates a target by its name.</summary>
    public static IFuzzTarget Create(string name) => name switch
    {
        "event" => new EventTarget(),
        "handler" => new HandlerTarget(),
        "template" => new TemplateTarget(),
        "ecr" => new EcrTarget(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
