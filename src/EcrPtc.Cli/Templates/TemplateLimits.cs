namespace EcrPtc.Cli.Templates;

/// <summary>How large the values of a template may be, so that no template takes all memory, all time or the whole stack.</summary>
internal static class TemplateLimits
{
    /// <summary>
    /// How many mappings and lists may stand in one another, functions included. AWS's sample templates have 15 at most. What is kept of a
    /// stack nests a resource's properties five levels deeper, and System.Text.Json reads 64.
    /// </summary>
    public const int Depth = 50;

    /// <summary>How many values a template may have once aliases and loops are written out. CloudFormation takes 1 MB of text.</summary>
    public const int Nodes = 200_000;

    /// <summary>How many characters a value may have.</summary>
    public const int Characters = 1_000_000;
}
