using EcrPtc.Cli.Stacks.ChangeSets;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Validation;

/// <summary>Checks the rules of a template for conflicts with those of the local stacks.</summary>
/// <param name="aws">The local stacks and their rules.</param>
/// <param name="clock">The source of the current time.</param>
internal sealed class StackValidator(LocalAws aws, TimeProvider clock)
{
    /// <param name="stackName">The stack that the template is compared with.</param>
    /// <param name="isGiven">Whether the user named the stack.</param>
    /// <param name="file">The template's path.</param>
    /// <param name="text">The template.</param>
    /// <returns>The conflicts, in the order of the template; empty for a template that can't be read.</returns>
    public IReadOnlyList<TemplateProblem> Validate(string stackName, bool isGiven, string file, string text)
    {
        if (aws.Stacks.Count == 0)
        {
            return [];
        }

        try
        {
            var template = TemplateReader.Read(file, text);
            var isKnown = isGiven || aws.LiveStack(stackName) is not null;
            var alike = isKnown ? null : MostAlike(template);
            var problems = new List<TemplateProblem>();
            foreach (var change in new ChangeSet(aws, clock).CreateFromKnown(alike?.Name ?? stackName, template))
            {
                if (change.Conflict is { Kind: not RuleConflictKind.Twin } conflict)
                {
                    problems.Add(new(
                        PlaceOf(change.LogicalId, template),
                        $"{conflict.Message} {Basis(stackName, isKnown, alike)}",
                        IsAdvice: !isKnown || conflict.Kind is RuleConflictKind.Warning)
                    {
                        Kind = ProblemKind.Conflict,
                    });
                }
            }

            return problems;
        }
        catch (TemplateException)
        {
            // The validation of the template reports it.
            return [];
        }
    }

    // The stack that has the most resources of the same logical IDs, for a template without a named stack.
    private Stack? MostAlike(Template template) => aws.Stacks
        .Select(stack => (Stack: stack, Shared: stack.Resources.Count(resource => template.Resource(resource.LogicalId)?.Type == resource.Type)))
        .Where(each => each.Shared > 0)
        .OrderByDescending(each => each.Shared)
        .Select(each => each.Stack)
        .FirstOrDefault();

    private static string Basis(string stackName, bool isKnown, Stack? alike) => (isKnown, alike) switch
    {
        (true, _) => $"(Compared with the local stack {stackName}.)",
        (_, { Name: var name }) => $"(Compared with the local stack {name}, which has the same logical IDs. For another: --stack-name NAME.)",
        _ => "(Compared with the local stacks as a new one. For one of them: --stack-name NAME.)",
    };

    // A resource that leaves the stack isn't in the template.
    private static Position PlaceOf(string logicalId, Template template) => template.Resource(logicalId) is { } resource
        ? resource.Properties[RuleProperties.EcrRepositoryPrefix]?.At ?? resource.At
        : template.Resources[0].At with { Line = 1, Column = 1 };
}
