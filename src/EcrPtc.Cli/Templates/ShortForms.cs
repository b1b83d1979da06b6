namespace EcrPtc.Cli.Templates;

/// <summary>YAML's short forms of intrinsic functions, such as <c>!Sub</c>.</summary>
internal static class ShortForms
{
    /// <summary>The function's full name, or null where there is no such function.</summary>
    /// <param name="tag">With its exclamation mark.</param>
    public static string? FunctionOf(string tag) => tag switch
    {
        "!Ref" => "Ref",
        "!Condition" => "Condition",
        _ when Intrinsics.IsFunction($"Fn::{tag[1..]}") => $"Fn::{tag[1..]}",
        _ => null,
    };

    /// <summary>The mapping that the short form stands for.</summary>
    public static MappingNode WrittenOut(string function, Position at, TemplateNode argument) => new(at, [new(function, at, function switch
    {
        "Fn::GetAtt" when argument is ScalarNode { Text: var text } && text.Split('.', 2) is [var resource, var attribute] =>
            new ListNode(argument.At, [new ScalarNode(argument.At, resource, ScalarKind.String), new ScalarNode(argument.At, attribute, ScalarKind.String)]),
        _ => argument,
    })]);
}
