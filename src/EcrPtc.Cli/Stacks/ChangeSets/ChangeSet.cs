using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>The changes that a deployment would make, computed with the function's own planner and without any call.</summary>
internal sealed class ChangeSet(LocalAws aws, TimeProvider clock)
{
    private readonly AwsContext awsContext = AwsContext.From(aws.FunctionArn, aws.Region);
    private readonly TemplateComparison comparison = new(aws);

    /// <exception cref="TemplateException">The template or a parameter is wrong.</exception>
    public IReadOnlyList<ResourceChange> Create(string name, string file, string text, IReadOnlyDictionary<string, string> parameters)
    {
        var template = TemplateReader.Read(file, text);
        var stack = aws.LiveStack(name);
        var resolved = ResolvedParameters.Resolve(template, parameters, stack?.Parameters);
        if (stack?.Status.WhyNotUpdatable(stack) is { } why)
        {
            return [new(name, RunningStack.Type, ChangeKind.Fail, why, [])];
        }

        var mask = new ChangeMask(template, new([.. NoEchoMask.NamesIn(template).Union(stack?.NoEcho ?? [])], resolved.Values, stack?.Parameters));
        return [.. Create(name, template, resolved, isPartial: false).Select(mask.Hide)];
    }

    /// <summary>Computes the changes without values for parameters: only those of the stack and the template's defaults are known.</summary>
    /// <exception cref="TemplateException">The template's resources have circular dependencies.</exception>
    public IReadOnlyList<ResourceChange> CreateFromKnown(string name, Template template) =>
        Create(name, template, ResolvedParameters.Known(template, aws.LiveStack(name)?.Parameters), isPartial: true);

    private List<ResourceChange> Create(string name, Template read, ResolvedParameters parameters, bool isPartial)
    {
        var stack = aws.LiveStack(name) ?? new Stack(name, $"arn:{aws.Partition}:cloudformation:{aws.Region}:{aws.AccountId}:stack/{name}/{Guid.Empty}", StackStatus.ReviewInProgress);

        // The attributes of a resource that gets another ID, or doesn't exist yet, are unknown before the deployment.
        var changing = new HashSet<string>();
        var evaluator = StackTemplate.Evaluator(
            read, parameters, stack, aws, logicalId => changing.Contains(logicalId) ? null : stack.Resource(logicalId), isPartial, out var template);
        if (!isPartial)
        {
            StackTemplate.CheckValues(template, evaluator);
        }

        var deployment = new DeploymentPreview(aws, clock);
        var resources = new List<ResourceComparison>();
        var previews = new List<RulePreview>();
        foreach (var resource in DependencyOrder.Sort(template, evaluator))
        {
            var before = stack.Resource(resource.LogicalId);
            var compared = comparison.Compare(resource, before, evaluator.PropertiesOf(resource, isPartial ? static _ => { } : null));
            resources.Add(compared);
            if (compared is { IsRequested: true, Desired: { } desired })
            {
                previews.Add(deployment.Provide(resource.LogicalId, before, desired));
            }

            if (before is null || IsReplaced(compared, previews))
            {
                changing.Add(resource.LogicalId);
            }
        }

        var removed = stack.Resources.Where(resource => resources.TrueForAll(each => each.LogicalId != resource.LogicalId)).Reverse().ToList();
        var deletions = Delete(previews, removed, deployment);
        if (!isPartial)
        {
            TemplateAdmission.Check(template, evaluator);
        }

        var owners = new RuleOwners(LiveStacks, awsContext);
        var conflicts = new RuleConflicts(stack, owners, resources, previews, deletions);
        var wording = new ChangeWording(awsContext, aws.FunctionArn);
        var foresight = new RegistryForesight(
            aws, awsContext, owners, previews,
            [.. resources.Where(static resource => resource is { Kind: ResourceKind.Secret, Before: not null, Properties.Count: > 0 })
                .Select(static resource => resource.Before!.PhysicalId)]);
        return
        [
            .. resources.Select(resource =>
                foresight.Of(resource, wording.Describe(resource, PreviewOf(resource, previews), DeletionOf(resource.LogicalId, deletions), conflicts.Find(resource)))),
            .. removed.Select(resource => wording.Describe(resource, DeletionOf(resource.LogicalId, deletions), conflicts.Find(resource))),
            .. isPartial ? [] : ExportChanges(stack, template, evaluator),
        ];
    }

    // An output that isn't known yet may change.
    private IEnumerable<ResourceChange> ExportChanges(Stack stack, Template template, TemplateEvaluator evaluator)
    {
        var rules = new ExportRules(LiveStacks);
        IReadOnlyList<StackOutput> outputs = [.. StackOutputs.Of(template, evaluator)
            .Select(output => output.Value.Length == 0 ? output with { Value = stack.Outputs.FirstOrDefault(each => each.ExportName == output.ExportName)?.Value ?? "" } : output)];
        if (rules.WhyNot(stack, outputs) is { } why)
        {
            yield return new(stack.Name, RunningStack.Type, ChangeKind.Fail, why, []);
        }
        else if (rules.WhyNot(stack, StackOutputs.Of(template, evaluator)) is { } whyPerhaps)
        {
            yield return new(stack.Name, RunningStack.Type, ChangeKind.Update, $"the deployment fails if the value of the export changes: {whyPerhaps}", []);
        }
    }

    private IReadOnlyList<Stack> LiveStacks => [.. aws.Stacks.Where(stack => aws.LiveStack(stack.Name) is not null)];

    private static RulePreview? PreviewOf(ResourceComparison resource, List<RulePreview> previews) => previews.Find(each => each.LogicalId == resource.LogicalId);

    private static RuleDeletion? DeletionOf(string logicalId, List<RuleDeletion> deletions) => deletions.Find(each => each.Resource.LogicalId == logicalId);

    private static bool IsReplaced(ResourceComparison resource, List<RulePreview> previews) => resource.Kind is ResourceKind.Custom
        ? PreviewOf(resource, previews) is { IsReplaced: true }
        : resource.IsRenamedOutOfPrefix || (resource.Kind is not ResourceKind.Skipped && resource.Properties.Any(property => property.Name is "Name" or NativeRule.Prefix));

    // In CloudFormation's order: what was replaced, then what leaves the stack.
    private static List<RuleDeletion> Delete(List<RulePreview> previews, List<StackResource> removed, DeploymentPreview deployment) =>
    [
        .. previews.Where(preview => preview.IsReplaced)
            .Select(preview => deployment.Delete(preview.Before!, isReplaced: true, isRetained: preview.Before!.UpdateReplacePolicy is not UpdateReplacePolicy.Delete)),
        .. removed.Where(static resource => ResourceType.KindOf(resource.Type, resource.Properties) is ResourceKind.Custom)
            .Select(resource => deployment.Delete(resource, isReplaced: false, isRetained: resource.DeletionPolicy is not DeletionPolicy.Delete)),
        .. removed.Where(static resource => resource is { Type: ResourceType.NativeRule, PhysicalId.Length: > 0 })
            .Select(resource => deployment.DeleteNative(resource, isRetained: resource.DeletionPolicy is not DeletionPolicy.Delete)),
    ];
}
