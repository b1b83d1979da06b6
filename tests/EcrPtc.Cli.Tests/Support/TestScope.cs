using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Tests.Support;

/// <summary>Resources, exports and stored parameters as a test has them; every resource is made.</summary>
internal sealed class TestScope(
    Func<string, ResourceResult?>? resources = null,
    Func<string, string?>? exports = null,
    IReadOnlyDictionary<string, string>? storedParameters = null,
    bool isMade = true) : ITemplateScope
{
    public bool IsPartial => false;

    public ResourceResult? Resource(string logicalId) => resources?.Invoke(logicalId);

    public string? Export(string name) => exports?.Invoke(name);

    public string? Output(string stackName, string outputName) => stackName == "network" ? $"{outputName} of {stackName}" : null;

    public string? StoredParameter(string name) => storedParameters?.GetValueOrDefault(name);

    public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => isMade;
}
