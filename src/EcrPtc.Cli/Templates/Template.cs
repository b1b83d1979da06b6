namespace EcrPtc.Cli.Templates;

/// <summary>A CloudFormation template whose shape is right: its sections are there, and its functions name what there is.</summary>
internal sealed record Template(
    string? Description,
    IReadOnlyList<TemplateParameter> Parameters,
    MappingNode? Mappings,
    IReadOnlyDictionary<string, TemplateNode> Conditions,
    IReadOnlyList<TemplateResource> Resources,
    IReadOnlyList<TemplateOutput> Outputs)
{
    public TemplateResource? Resource(string logicalId) => Resources.FirstOrDefault(resource => resource.LogicalId == logicalId);
}

/// <param name="Declaration">Type, Default, and what a value must be like.</param>
internal sealed record TemplateParameter(string Name, Position At, MappingNode Declaration)
{
    public string Type => (Declaration["Type"] as ScalarNode)?.Text ?? "String";

    /// <summary>Whether the value is a list: written with commas, taken apart for Ref.</summary>
    public bool IsList => Type == "CommaDelimitedList" || Type.StartsWith("List<", StringComparison.Ordinal);
}

/// <param name="Properties">Empty where the resource has none.</param>
/// <param name="Condition">The name of the condition under which there is such a resource.</param>
internal sealed record TemplateResource(
    string LogicalId, string Type, Position At, MappingNode Properties, IReadOnlyList<string> DependsOn, string? Condition)
{
    public DeletionPolicy DeletionPolicy { get; init; }

    public UpdateReplacePolicy UpdateReplacePolicy { get; init; }
}

internal sealed record TemplateOutput(string Name, Position At, TemplateNode Value, string? Description, TemplateNode? ExportName, string? Condition);

/// <summary>What becomes of a resource that leaves the stack.</summary>
internal enum DeletionPolicy
{
    Delete,
    Retain,

    /// <summary>As Retain, except in the rollback of the operation that made the resource.</summary>
    RetainExceptOnCreate,
    Snapshot,
}

/// <summary>What becomes of what a replacement replaced.</summary>
internal enum UpdateReplacePolicy
{
    Delete,
    Retain,
    Snapshot,
}
