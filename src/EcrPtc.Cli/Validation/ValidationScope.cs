using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Validation;

/// <summary>What is around a template that is only validated: nothing is deployed, and what the user gives of the Parameter Store is known.</summary>
/// <param name="storedParameters">Values by name.</param>
internal sealed class ValidationScope(IReadOnlyDictionary<string, string> storedParameters) : ITemplateScope
{
    public bool IsPartial => true;

    public ResourceResult? Resource(string logicalId) => null;

    public string? Export(string name) => null;

    public string? Output(string stackName, string outputName) => null;

    public string? StoredParameter(string name) => storedParameters.GetValueOrDefault(name);

    public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => resource.IsRule;
}
