namespace EcrPtc.Cli.Templates;

/// <summary>The names of CloudFormation's intrinsic functions that the local stack evaluates; the values of all others are unknown.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html"/>
internal static class Intrinsics
{
    public const string Transform = "Fn::Transform";

    public const string ForEach = "Fn::ForEach";

    private static readonly HashSet<string> Run =
    [
        "Ref", "Fn::Base64", "Fn::Cidr", "Fn::FindInMap", "Fn::GetAtt", "Fn::GetAZs", "Fn::GetStackOutput", "Fn::If", "Fn::ImportValue", "Fn::Join", "Fn::Length",
        "Fn::Select", "Fn::Split", "Fn::Sub", "Fn::ToJsonString",
    ];

    private static readonly HashSet<string> Extensions = ["Fn::Length", "Fn::ToJsonString"];

    public static IEnumerable<string> Conditional => ["Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition"];

    public static bool IsRun(string name) => Run.Contains(name);

    /// <summary>Whether a function requires the transform AWS::LanguageExtensions.</summary>
    public static bool IsExtension(string name) => Extensions.Contains(name) || IsLoop(name);

    /// <summary>Whether a key begins a loop, such as <c>Fn::ForEach::Topics</c>.</summary>
    public static bool IsLoop(string name) => name.StartsWith(ForEach, StringComparison.Ordinal);

    /// <summary>Whether a key is the name of a function.</summary>
    public static bool IsFunction(string name) => name is "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary>Returns the function that a value calls, or null for a plain value.</summary>
    public static MappingEntry? CallIn(MappingNode mapping) => mapping.Entries is [var only] && IsFunction(only.Key) ? only : null;
}
