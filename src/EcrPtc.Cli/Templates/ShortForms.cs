namespace EcrPtc.Cli.Templates;

/// <summary>YAML's short forms of intrinsic functions, such as <c>!Sub</c>.</summary>
internal static class ShortForms
{
    /// <summary>Returns the function's full name, also for a function that isn't evaluated here and whose value is therefore unknown.</summary>
    /// <param name="tag">The tag, with its exclamation mark and at least one more character.</param>
    public static string FunctionOf(string tag) => tag switch
    {
        "!Ref" => "Ref",
        "!Condition" => "Condition",
        _ when tag.StartsWith("!Fn::", StringComparison.Ordinal) => tag[1..],
        _ => $"Fn::{tag[1..]}",
    };

    /// <summary>Returns the mapping that the short form stands for.</summary>
    public static MappingNode WrittenOut(string function, Position at, TemplateNode argument) => new(at, [new(function, at, function switch
    {
        "Fn::GetAtt" when argument is ScalarNode { Text: var text } && text.Split('.', 2) is [var resource, var attribute] =>
            new ListNode(argument.At, [new ScalarNode(argument.At, resource, ScalarKind.String), new ScalarNode(argument.At, attribute, ScalarKind.String)]),
        _ => argument,
    })]);
}
