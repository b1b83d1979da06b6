using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>What is around the template of a stack: the stack's own resources, and the local stacks and parameters.</summary>
/// <param name="stack">The stack.</param>
/// <param name="aws">The AWS account that the stack is in.</param>
/// <param name="resources">What has become of a resource of the stack.</param>
/// <param name="isPartial">Whether parameters and exports may be missing.</param>
internal sealed class StackScope(Stack stack, LocalAws aws, Func<string, ResourceResult?> resources, bool isPartial) : ITemplateScope
{
    // The version of the resources that `cdk bootstrap` makes, far above the oldest that any synthesized template takes.
    private const string CdkBootstrapVersion = "29";

    public bool IsPartial => isPartial;

    public ResourceResult? Resource(string logicalId) => resources(logicalId);

    // The product's own template exports its ServiceToken under the name of the stack that it was deployed as, whichever that is.
    public string? Export(string name) =>
        aws.Import(name, stack)
        ?? (name.EndsWith("ServiceToken", StringComparison.Ordinal) ? aws.FunctionArn : null);

    public string? Output(string stackName, string outputName) => aws.LiveStack(stackName)?.Outputs.FirstOrDefault(output => output.Name == outputName)?.Value;

    public string? StoredParameter(string name) => aws.StoredParameters.TryGetValue(name, out var value) ? value
        : name.StartsWith("/cdk-bootstrap/", StringComparison.Ordinal) && name.EndsWith("/version", StringComparison.Ordinal) ? CdkBootstrapVersion
        : null;

    public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => StackTemplate.KindOf(resource, properties) is not ResourceKind.Skipped;
}
