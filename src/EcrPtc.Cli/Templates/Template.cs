using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Templates;

/// <summary>A CloudFormation template, as far as it is evaluated here.</summary>
/// <param name="Conditions">By name.</param>
internal sealed record Template(
    string? Description,
    IReadOnlyList<TemplateParameter> Parameters,
    MappingNode? Mappings,
    IReadOnlyDictionary<string, TemplateNode> Conditions,
    IReadOnlyList<TemplateResource> Resources,
    IReadOnlyList<TemplateOutput> Outputs)
{
    // What SAM's transform calls by names of its own; everything else that it makes begins with the logical id of the resource that it is for.
    // https://github.com/aws/serverless-application-model/blob/develop/docs/internals/generated_resources.rst
    private const string SamPrefix = "Serverless";
    private const string SamDeploymentRole = "CodeDeployServiceRole";

    private (IReadOnlyList<TemplateResource> Of, Dictionary<string, TemplateResource> Resources) byLogicalId = ([], []);

    /// <summary>The whole file, with its loops as they are written.</summary>
    public required MappingNode Sections { get; init; }

    /// <summary>The Rules section, which asserts something of the parameters.</summary>
    public IReadOnlyList<MappingEntry> Rules { get; init; } = [];

    /// <summary>Whether SAM's transform adds resources.</summary>
    public bool IsSam { get; init; }

    /// <summary>Whether AWS::LanguageExtensions is declared.</summary>
    public bool HasLanguageExtensions { get; init; }

    /// <summary>Whether a macro of the user's rewrites it before CloudFormation reads it, so that nothing in it need be as CloudFormation wants it.</summary>
    public bool IsRewritten { get; init; }

    /// <summary>Whether names come from elsewhere: from a macro, an include or a loop over values that aren't known.</summary>
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

    /// <summary>Whether there may be a resource, parameter, condition or mapping of this name although the template doesn't show it.</summary>
    public bool MayHave(string name) => HasUnseenNames
        || (IsSam && (name.StartsWith(SamPrefix, StringComparison.Ordinal)
            || name.StartsWith(SamDeploymentRole, StringComparison.Ordinal)
            || Resources.Any(resource => resource.Type.StartsWith("AWS::Serverless::", StringComparison.Ordinal) && name.StartsWith(resource.LogicalId, StringComparison.Ordinal))));
}

/// <param name="Declaration">Type, Default, and what a value must be like.</param>
internal sealed record TemplateParameter(string Name, Position At, MappingNode Declaration)
{
    private const string ParameterStore = "AWS::SSM::Parameter::Value<";

    public string Type => (Declaration["Type"] as ScalarNode)?.Text ?? "String";

    /// <summary>Whether the value is a list: written with commas, taken apart for Ref.</summary>
    public bool IsList => ValueType == "CommaDelimitedList" || ValueType.StartsWith("List<", StringComparison.Ordinal);

    /// <summary>Whether what is given is the name of a parameter of the Parameter Store, and Ref gives the value that it has there.</summary>
    public bool IsStored => Type.StartsWith(ParameterStore, StringComparison.Ordinal);

    private string ValueType => IsStored ? Type[ParameterStore.Length..].TrimEnd('>') : Type;
}

/// <param name="Properties">Empty where the resource has none.</param>
/// <param name="Condition">The name of the condition under which there is such a resource.</param>
internal sealed record TemplateResource(
    string LogicalId, string Type, Position At, MappingNode Properties, IReadOnlyList<string> DependsOn, string? Condition)
{
    public DeletionPolicy DeletionPolicy { get; init; }

    public UpdateReplacePolicy UpdateReplacePolicy { get; init; }

    /// <summary>The function that gives the DeletionPolicy; null where it is plain.</summary>
    public TemplateNode? DeletionPolicyFunction { get; init; }

    /// <summary>The function that gives the UpdateReplacePolicy; null where it is plain.</summary>
    public TemplateNode? UpdateReplacePolicyFunction { get; init; }

    /// <summary>Whether it is a pull through cache rule, by its type, its properties or its ServiceToken.</summary>
    public bool IsRule => Type == ResourceType.Rule
        || (ResourceType.IsCustom(Type)
            && (Properties[RuleProperties.EcrRepositoryPrefix] is not null
                || (Properties["ServiceToken"] is ScalarNode token && ResourceType.IsFunction(token.Text))));
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
