using EcrPtc.Cli.Templates;

namespace EcrPtcLambda.SamLocal;

/// <summary>Resources as the SAM CLI takes them for its local run: each gives its own logical id.</summary>
internal sealed class SamScope : ITemplateScope
{
    public static SamScope Instance { get; } = new();

    public bool IsPartial => false;

    public ResourceResult? Resource(string logicalId) => new(logicalId, new Dictionary<string, string> { ["Arn"] = logicalId, ["QueueName"] = logicalId });

    public string? Export(string name) => null;

    public string? Output(string stackName, string outputName) => null;

    public string? StoredParameter(string name) => null;

    public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => true;
}
