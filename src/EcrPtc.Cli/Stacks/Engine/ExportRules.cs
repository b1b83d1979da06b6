using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>
/// CloudFormation's rules for exports: a name is exported once in an account and Region, and what another stack imports can be neither changed
/// nor deleted. The messages are CloudFormation's.
/// </summary>
/// <param name="stacks">All stacks of the account and Region.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html"/>
internal sealed class ExportRules(IReadOnlyList<Stack> stacks)
{
    /// <summary>The reason why a stack can't have these outputs; null if it can.</summary>
    /// <param name="stack">The current stack, with the outputs of the previous deployment.</param>
    /// <param name="outputs">The new outputs.</param>
    public string? WhyNot(Stack stack, IReadOnlyList<StackOutput> outputs)
    {
        foreach (var output in outputs.Where(static output => output.ExportName is not null))
        {
            if (Others(stack).FirstOrDefault(other => other.Outputs.Any(each => each.ExportName == output.ExportName)) is { } other)
            {
                return $"Export with name {output.ExportName} is already exported by stack {other.Name}.";
            }
        }

        foreach (var before in stack.Outputs.Where(static output => output.ExportName is not null))
        {
            var now = outputs.FirstOrDefault(output => output.ExportName == before.ExportName);
            if (now?.Value != before.Value && ImportersOf(before, stack) is { Length: > 0 } importers)
            {
                return $"Export {before.ExportName} cannot be {(now is null ? "deleted" : "updated")} as it is in use by {importers}";
            }
        }

        return null;
    }

    /// <summary>The reason why a stack can't be deleted; null if it can.</summary>
    public string? WhyNotDelete(Stack stack) => WhyNot(stack, []);

    private string ImportersOf(StackOutput output, Stack stack) =>
        string.Join(" and ", Others(stack).Where(other => other.Imports.Contains(output.ExportName!)).Select(static other => other.Name));

    private IEnumerable<Stack> Others(Stack stack) => stacks.Where(other => other.Name != stack.Name && other.Status is not StackStatus.DeleteComplete);
}
