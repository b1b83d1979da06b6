using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Templates;

/// <summary>The parts of a CloudFormation template that are evaluated here.</summary>
/// <param name="Conditions">The conditions by name.</param>
internal sealed record Template(
    string? Description,
    IReadOnlyList<TemplateParameter> Parameters,
    MappingNode? Mappings,
    IReadOnlyDictionary<string, TemplateNode> Conditions,
    IReadOnlyList<TemplateResource> Resources,
    IReadOnlyList<TemplateOutput> Outputs)
{
    // The resources to which SAM's transform gives fixed names; the names of all others begin with the logical ID of their source resource.
    // https://github.com/aws/serverless-application-model/blob/develop/docs/internals/generated_resources.rst
    private const string SamPrefix = "Serverless";
    private const string SamDeploymentRole = "CodeDeployServiceRole";

    private (IReadOnlyList<TemplateResource> Of, Dictionary<string, TemplateResource> Resources) byLogicalId = ([], []);

    /// <summary>The whole file, with its loops not expanded.</summary>
    public required MappingNode Sections { get; init; }

    /// <summary>The Rules section, with assertions about the parameters.</summary>
    public IReadOnlyList<MappingEntry> Rules { get; init; } = [];

    /// <summary>Whether SAM's transform adds resources.</summary>
    public bool IsSam { get; init; }

    /// <summary>Whether AWS::LanguageExtensions is declared.</summary>
    public bool HasLanguageExtensions { get; init; }

    /// <summary>Whether a user-defined macro rewrites it before CloudFormation reads it, so that it needn't be valid by itself.</summary>
    public bool IsRewritten { get; init; }

    /// <summary>Whether a macro, an include or a loop with unknown values adds names.</summary>
    public bool HasUnseenNames { get; init; }

    public TemplateResource? Resource(string logicalId)
    {
        if (!ReferenceEquals(byLogicalId.Of, Resources))
        {
            var found = new Dictionary<string, TemplateResource>();
            foreach (var resource in Resources)
            {
                found.TryAdd(resource.LogicalId, resource);
            }

            byLogicalId = (Resources, found);
        }

        return byLogicalId.Resources.GetValueOrDefault(logicalId);
    }

    /// <summary>Whether a resource, parameter, condition or mapping of this name may exist although it isn't in the template.</summary>
    public bool MayHave(string name) => HasUnseenNames
        || (IsSam && (name.StartsWith(SamPrefix, StringComparison.Ordinal)
            || name.StartsWith(SamDeploymentRole, StringComparison.Ordinal)
            || Resources.Any(resource => resource.Type.StartsWith("AWS::Serverless::", StringComparison.Ordinal) && name.StartsWith(resource.LogicalId, StringComparison.Ordinal))));
}

/// <param name="Declaration">Type, Default and the constraints of a value.</param>
internal sealed record TemplateParameter(string Name, Position At, MappingNode Declaration)
{
    private const string ParameterStore = "AWS::SSM::Parameter::Value<";

    public string Type => (Declaration["Type"] as ScalarNode)?.Text ?? "String";

    /// <summary>Whether the value is a list: given with commas, and split for Ref.</summary>
    public bool IsList => ValueType == "CommaDelimitedList" || ValueType.StartsWith("List<", StringComparison.Ordinal);

    /// <summary>Whether the given value is the name of a parameter of the Parameter Store, whose value Ref returns.</summary>
    public bool IsStored => Type.StartsWith(ParameterStore, StringComparison.Ordinal);

    private string ValueType => IsStored ? Type[ParameterStore.Length..].TrimEnd('>') : Type;
}

/// <param name="Properties">The properties; empty if the resource has none.</param>
/// <param name="Condition">The name of the condition under which the resource exists.</param>
internal sealed record TemplateResource(
    string LogicalId, string Type, Position At, MappingNode Properties, IReadOnlyList<string> DependsOn, string? Condition)
{
    public DeletionPolicy DeletionPolicy { get; init; }

    public UpdateReplacePolicy UpdateReplacePolicy { get; init; }

    /// <summary>The function that gives the DeletionPolicy; null if it is plain.</summary>
    public TemplateNode? DeletionPolicyFunction { get; init; }

    /// <summary>The function that gives the UpdateReplacePolicy; null if it is plain.</summary>
    public TemplateNode? UpdateReplacePolicyFunction { get; init; }

    /// <summary>Whether it is a pull through cache rule, by its type, its properties or its ServiceToken.</summary>
    public bool IsRule => Type == ResourceType.Rule
        || (ResourceType.IsCustom(Type)
            && (Properties[RuleProperties.EcrRepositoryPrefix] is not null
                || (Properties["ServiceToken"] is ScalarNode token && ResourceType.IsFunction(token.Text))));
}

internal sealed record TemplateOutput(string Name, Position At, TemplateNode Value, string? Description, TemplateNode? ExportName, string? Condition);

/// <summary>The DeletionPolicy of a resource.</summary>
internal enum DeletionPolicy
{
    Delete,
    Retain,

    /// <summary>Retain, except in the rollback of the operation that created the resource.</summary>
    RetainExceptOnCreate,
    Snapshot,
}

/// <summary>The UpdateReplacePolicy of a resource.</summary>
internal enum UpdateReplacePolicy
{
    Delete,
    Retain,
    Snapshot,
}
