using System.Text.Json.Nodes;

namespace EcrPtc.Cli.Templates;

/// <summary>What an expression of a template gives.</summary>
/// <param name="Node">The value; null where it isn't known, or absent.</param>
/// <param name="Need">Why it isn't known; null where it is.</param>
/// <param name="IsAbsent">Whether it is AWS::NoValue, which takes its property away.</param>
/// <param name="IsAssumed">Whether it hangs on an assumed account or Region.</param>
internal readonly record struct Value(JsonNode? Node, Need? Need = null, bool IsAbsent = false, bool IsAssumed = false)
{
    public static Value Absent => new(null, IsAbsent: true);

    public bool IsKnown => Need is null;

    public static Value Of(string text, bool isAssumed = false) => text.Length <= TemplateLimits.Characters
        ? new(JsonValue.Create(text), IsAssumed: isAssumed)
        : Unknown($"a value of more than {TemplateLimits.Characters} characters");

    public static Value Of(IEnumerable<string> texts, bool isAssumed = false) =>
        new(new JsonArray([.. texts.Select(static text => (JsonNode)JsonValue.Create(text)!)]), IsAssumed: isAssumed);

    /// <param name="what">What would have to be known, such as <c>what Fn::Transform gives</c>.</param>
    public static Value Unknown(string what) => new(null, new(what, IsPermanent: true));

    /// <summary>Of what is known once a resource is there.</summary>
    public static Value NotYet(string logicalId) => new(null, new($"the resource {logicalId}", IsPermanent: false));
}

/// <summary>What would have to be known for a value to be known.</summary>
/// <param name="What">In words.</param>
/// <param name="IsPermanent">Whether no deployment on this machine makes it known.</param>
internal sealed record Need(string What, bool IsPermanent)
{
    /// <summary>What stands in the place of the value.</summary>
    public const string StandIn = "(known after the deployment)";
}
