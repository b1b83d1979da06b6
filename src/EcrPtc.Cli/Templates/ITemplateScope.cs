namespace EcrPtc.Cli.Templates;

/// <summary>What is around a template while its values are evaluated.</summary>
internal interface ITemplateScope
{
    /// <summary>Whether parameters and exports may be missing: what depends on them isn't known then.</summary>
    bool IsPartial { get; }

    /// <summary>What has become of a resource, or null where it isn't there yet.</summary>
    ResourceResult? Resource(string logicalId);

    /// <summary>What another stack exports under a name, or null where none does.</summary>
    string? Export(string name);

    /// <summary>An output of another stack of the same account and Region, or null where there is none.</summary>
    string? Output(string stackName, string outputName);

    /// <summary>The value of a parameter of the Parameter Store, or null where there is none.</summary>
    string? StoredParameter(string name);

    /// <summary>Whether a resource is made, so that all of its properties must be known.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="properties">Its properties, as far as they are known.</param>
    bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties);
}

/// <summary>What has become of a resource.</summary>
/// <param name="PhysicalId">What Ref gives; null where that isn't known.</param>
/// <param name="Attributes">What Fn::GetAtt gives.</param>
/// <param name="IsMade">Whether these are all of its attributes; of a resource that isn't made here, the others aren't known.</param>
internal sealed record ResourceResult(string? PhysicalId, IReadOnlyDictionary<string, string> Attributes, bool IsMade = true);

/// <summary>Nothing is around the template: what it takes from elsewhere isn't known.</summary>
internal sealed class EmptyScope : ITemplateScope
{
    public static EmptyScope Instance { get; } = new();

    public bool IsPartial => true;

    public ResourceResult? Resource(string logicalId) => null;

    public string? Export(string name) => null;

    public string? Output(string stackName, string outputName) => null;

    public string? StoredParameter(string name) => null;

    public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => true;
}
