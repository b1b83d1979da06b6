using System.Text.Json.Nodes;

namespace EcrPtc.Cli.Templates;

/// <summary>The value of an expression in a template.</summary>
/// <param name="Node">The value; null if it is unknown or absent.</param>
/// <param name="Need">The missing information; null if the value is known.</param>
/// <param name="IsAbsent">Whether it is AWS::NoValue, which removes its property.</param>
/// <param name="IsAssumed">Whether it depends on an assumed account or Region.</param>
internal readonly record struct Value(JsonNode? Node, Need? Need = null, bool IsAbsent = false, bool IsAssumed = false)
{
    public static Value Absent => new(null, IsAbsent: true);

    public bool IsKnown => Need is null;

    public static Value Of(string text, bool isAssumed = false) => text.Length <= TemplateLimits.Characters
        ? new(JsonValue.Create(text), IsAssumed: isAssumed)
        : Unknown($"a value of more than {TemplateLimits.Characters} characters");

    public static Value Of(IEnumerable<string> texts, bool isAssumed = false) =>
        new(new JsonArray([.. texts.Select(static text => (JsonNode)JsonValue.Create(text)!)]), IsAssumed: isAssumed);

    /// <param name="what">The missing information, such as <c>what Fn::Transform gives</c>.</param>
    public static Value Unknown(string what) => new(null, new(what, IsPermanent: true));

    /// <summary>Returns a value that is known when a resource exists.</summary>
    public static Value NotYet(string logicalId) => new(null, new($"the resource {logicalId}", IsPermanent: false));
}

/// <summary>The information that is missing to know a value.</summary>
/// <param name="What">A description.</param>
/// <param name="IsPermanent">Whether it stays unknown after a deployment on this machine.</param>
internal sealed record Need(string What, bool IsPermanent)
{
    /// <summary>The placeholder for the value.</summary>
    public const string StandIn = "(known after the deployment)";
}
