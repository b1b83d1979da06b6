namespace EcrPtc.Cli.Templates;

/// <summary>The names of CloudFormation's intrinsic functions, and which of them the local stack runs.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html"/>
internal static class Intrinsics
{
    private static readonly string[] Run =
    [
        "Fn::Base64", "Fn::FindInMap", "Fn::GetAtt", "Fn::GetAZs", "Fn::ImportValue", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::Sub",
        "Fn::If", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not",
    ];

    private static readonly string[] NotRun = ["Fn::Cidr", "Fn::Transform", "Fn::Length", "Fn::ToJsonString"];

    public static IEnumerable<string> Conditional => ["Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition"];

    public static bool IsFunction(string name) => IsRun(name) || IsNotRun(name);

    public static bool IsRun(string name) => Run.Contains(name);

    public static bool IsNotRun(string name) => NotRun.Contains(name) || name.StartsWith("Fn::ForEach", StringComparison.Ordinal);

    /// <summary>The function that a value calls, or null where the value is plain.</summary>
    public static MappingEntry? CallIn(MappingNode mapping) =>
        mapping.Entries is [var only] && (only.Key is "Ref" || only.Key.StartsWith("Fn::", StringComparison.Ordinal)) ? only : null;
}
