namespace EcrPtc.Cli.Templates;

/// <summary>YAML's short forms of intrinsic functions, such as <c>!Sub</c>.</summary>
internal static class ShortForms
{
    /// <summary>The function's full name, whether there is such a function or not: what a function gives that isn't run is unknown.</summary>
    /// <param name="tag">With its exclamation mark and at least one character behind it.</param>
    public static string FunctionOf(string tag) => tag switch
    {
        "!Ref" => "Ref",
        "!Condition" => "Condition",
        _ when tag.StartsWith("!Fn::", StringComparison.Ordinal) => tag[1..],
        _ => $"Fn::{tag[1..]}",
    };

    /// <summary>The mapping that the short form stands for.</summary>
    public static MappingNode WrittenOut(string function, Position at, TemplateNode argument) => new(at, [new(function, at, function switch
    {
        "Fn::GetAtt" when argument is ScalarNode { Text: var text } && text.Split('.', 2) is [var resource, var attribute] =>
            new ListNode(argument.At, [new ScalarNode(argument.At, resource, ScalarKind.String), new ScalarNode(argument.At, attribute, ScalarKind.String)]),
        _ => argument,
    })]);
}
