namespace EcrPtc.Cli.Templates;

/// <summary>The limits of the values of a template, which protect memory, time and the call stack.</summary>
internal static class TemplateLimits
{
    /// <summary>
    /// The maximum depth of nested mappings and lists, functions included. AWS's sample templates have 15 at most. The saved state of a
    /// stack nests a resource's properties five levels deeper, and System.Text.Json reads 64.
    /// </summary>
    public const int Depth = 50;

    /// <summary>The maximum number of values after aliases and loops are expanded. CloudFormation accepts 1 MB of text.</summary>
    public const int Nodes = 200_000;

    /// <summary>The maximum number of characters in a value.</summary>
    public const int Characters = 1_000_000;
}
