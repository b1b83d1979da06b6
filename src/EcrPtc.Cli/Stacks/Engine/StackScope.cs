using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>The scope of a stack's template: the stack's own resources, and the local stacks and parameters.</summary>
/// <param name="stack">The stack.</param>
/// <param name="aws">The AWS account of the stack.</param>
/// <param name="resources">Returns the state of a resource of the stack.</param>
/// <param name="isPartial">Whether parameters and exports may be missing.</param>
internal sealed class StackScope(Stack stack, LocalAws aws, Func<string, ResourceResult?> resources, bool isPartial) : ITemplateScope
{
    // The version of the resources that `cdk bootstrap` creates, far above the minimum that any synthesized template requires.
    private const string CdkBootstrapVersion = "29";

    public bool IsPartial => isPartial;

    public ResourceResult? Resource(string logicalId) => resources(logicalId);

    // The product's template exports its ServiceToken under a name that contains its stack's name, which can be any.
    public string? Export(string name) =>
        aws.Import(name, stack)
        ?? (name.EndsWith("ServiceToken", StringComparison.Ordinal) ? aws.FunctionArn : null);

    public string? Output(string stackName, string outputName) => aws.LiveStack(stackName)?.Outputs.FirstOrDefault(output => output.Name == outputName)?.Value;

    public string? StoredParameter(string name) => aws.StoredParameters.TryGetValue(name, out var value) ? value
        : name.StartsWith("/cdk-bootstrap/", StringComparison.Ordinal) && name.EndsWith("/version", StringComparison.Ordinal) ? CdkBootstrapVersion
        : null;

    public bool IsMade(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) => StackTemplate.KindOf(resource, properties) is not ResourceKind.Skipped;
}
