namespace EcrPtc.Cli.Templates;

/// <summary>The environment in which the values of a template are evaluated.</summary>
internal interface ITemplateScope
{
    /// <summary>Whether parameters and exports may be missing: the values that depend on them are then unknown.</summary>
    bool IsPartial { get; }

    /// <summary>Returns the state of a resource, or null if it doesn't exist yet.</summary>
    ResourceResult? Resource(string logicalId);

    /// <summary>Returns the value that another stack exports under a name, or null.</summary>
    string? Export(string name);

    /// <summary>Returns an output of another stack of the same account and Region, or null.</summary>
    string? Output(string stackName, string outputName);

    /// <summary>Returns the value of a parameter of the Parameter Store, or null.</summary>
    string? StoredParameter(string name);

    /// <summary>Whether a resource is created, so that all of its properties must be known.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="properties">Its properties, as far as they are known.</param>
    bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties);
}

/// <summary>The state of a resource.</summary>
/// <param name="PhysicalId">The value of Ref; null if it isn't known.</param>
/// <param name="Attributes">The attributes, which Fn::GetAtt returns.</param>
/// <param name="IsMade">Whether these are all of its attributes; the others of a resource that isn't created here are unknown.</param>
internal sealed record ResourceResult(string? PhysicalId, IReadOnlyDictionary<string, string> Attributes, bool IsMade = true);

/// <summary>An empty environment: every value from outside the template is unknown.</summary>
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
