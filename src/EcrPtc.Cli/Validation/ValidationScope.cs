using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Validation;

/// <summary>The environment of a template that is only validated: no resource exists, and only the given parameters of the Parameter Store are known.</summary>
/// <param name="storedParameters">The values by name.</param>
internal sealed class ValidationScope(IReadOnlyDictionary<string, string> storedParameters) : ITemplateScope
{
    public bool IsPartial => true;

    public ResourceResult? Resource(string logicalId) => null;

    public string? Export(string name) => null;

    public string? Output(string stackName, string outputName) => null;

    public string? StoredParameter(string name) => storedParameters.GetValueOrDefault(name);

    public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => resource.IsRule;
}
