using System.Text.Json;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Local.Resources;
using EcrPtcLambda.Local.State;
using EcrPtcLambda.Local.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Local.Stacks;

/// <summary>What a deployment would do, by the function's own decision table where a rule is concerned, without doing it.</summary>
internal sealed class StackDiff(LocalAws aws, TimeProvider clock)
{
    private const string KnownAfter = "(known after the deployment)";

    // The rules that the deployment will have made or changed by the time it comes to the next resource, and for which one.
    private readonly Dictionary<RuleKey, (string LogicalId, LiveRule Rule)> made = [];

    /// <exception cref="TemplateException">The template or a parameter is wrong.</exception>
    public IReadOnlyList<ResourceChange> Of(string name, string file, string text, IReadOnlyDictionary<string, string> parameters)
    {
        made.Clear();
        var existing = aws.LiveStack(name);
        var read = TemplateReader.Read(file, text);
        var source = new OperationTemplate(file, text, ResolvedParameters.Of(read, parameters, existing?.Parameters).Values);
        var stack = existing ?? new Stack(name, $"arn:{aws.Partition}:cloudformation:{aws.Region}:{aws.AccountId}:stack/{name}/{Guid.Empty}", "");
        var changing = new HashSet<string>();

        // A resource that will get another id, or isn't there yet, has nothing to give to others before the deployment.
        var evaluator = StackTemplate.Evaluator(
            source, stack, aws, logicalId => changing.Contains(logicalId) ? null : stack.Resource(logicalId), out var template);
        var changes = new List<ResourceChange>();
        foreach (var resource in DependencyOrder.Of(template, evaluator))
        {
            var change = Of(resource, stack.Resource(resource.LogicalId), evaluator);
            if (change.Kind is ChangeKind.Create or ChangeKind.Replace)
            {
                changing.Add(resource.LogicalId);
            }

            changes.Add(change);
        }

        changes.AddRange(stack.Resources.Where(resource => changes.All(change => change.LogicalId != resource.LogicalId)).Reverse().Select(Removal));
        return changes;
    }

    private ResourceChange Of(TemplateResource resource, StackResource? before, TemplateEvaluator evaluator)
    {
        var resolved = evaluator.PropertiesOf(resource);
        var after = StackTemplate.Properties([.. resolved.Where(property => property.IsKnown)]);
        var resourceKind = ResourceProviders.IsCustom(resource.Type) && resolved.Any(static property => property is { Name: "ServiceToken", IsKnown: false })
            && resolved.Any(static property => property.Name == RuleProperties.EcrRepositoryPrefix)
                ? ResourceKind.Custom
                : ResourceProviders.KindOf(resource.Type, after);
        var properties = PropertyChanges(before?.Properties, after, [.. resolved.Where(property => !property.IsKnown).Select(property => property.Name)]);
        var (kind, what) = (before, resourceKind) switch
        {
            (_, ResourceKind.Skipped) => (ChangeKind.Skip, ResourceProviders.WhySkipped(resource.Type, aws.FunctionArn)),
            ({ } there, _) when there.Type != resource.Type => (ChangeKind.Fail, "update of resource type is not permitted"),
            ({ }, _) when properties.Count == 0 => (ChangeKind.None, ""),
            (_, ResourceKind.Custom) when WithStandIns(resolved) is { } whole => OfRule(resource.LogicalId, before, StackTemplate.Properties(whole)),
            (_, ResourceKind.Custom) => (before is null ? ChangeKind.Create : ChangeKind.Update, "what happens to the rule depends on values that are known after the deployment"),
            (null, _) => (ChangeKind.Create, ""),
            ({ } there, _) when properties.Any(property => property.Name == "Name") => (ChangeKind.Replace, $"a new one beside {there.PhysicalId}, which is deleted afterwards"),
            _ => (ChangeKind.Update, "in place"),
        };
        return new(resource.LogicalId, resource.Type, kind, what, properties);
    }

    // Which secret or role it will be matters less than that it is another: so it can be told what will be done, before it is there.
    private List<ResolvedProperty>? WithStandIns(IReadOnlyList<ResolvedProperty> resolved)
    {
        var whole = resolved.Select(property => property switch
        {
            { IsKnown: true } => property,
            { Name: RuleProperties.CredentialArn } => property with { Value = $"arn:{aws.Partition}:secretsmanager:{aws.Region}:{aws.AccountId}:secret:{Secret.NamePrefix}made-by-the-deployment-000000", IsKnown = true },
            { Name: RuleProperties.CustomRoleArn } => property with { Value = $"arn:{aws.Partition}:iam::{aws.AccountId}:role/made-by-the-deployment", IsKnown = true },
            _ => property,
        }).ToList();
        return whole.TrueForAll(property => property.IsKnown) ? whole : null;
    }

    private (ChangeKind Kind, string What) OfRule(string logicalId, StackResource? before, JsonElement properties)
    {
        var home = HomeRegistry.Of(aws.FunctionArn, aws.Region);
        if (RuleValidator.Validate(properties, home) is not ValidatedRule.Valid { Rule: var desired })
        {
            return (ChangeKind.Fail, ((ValidatedRule.Invalid)RuleValidator.Validate(properties, home)).Reason);
        }

        var live = made.TryGetValue(desired.Key, out var earlier) ? earlier.Rule
            : aws.Emulated.Ecr.Find(desired.Key.EcrRepositoryPrefix, desired.Key.RegistryId) is { } rule ? Live(desired.Key, rule)
            : null;
        var (kind, what) = OfRule(desired, before, live, home);
        if (kind is not ChangeKind.Fail)
        {
            made[desired.Key] = (logicalId, After(desired, live));
        }

        return earlier.LogicalId is null || earlier.LogicalId == logicalId ? (kind, what)
            : kind is ChangeKind.Fail ? (kind, $"{what} It is {earlier.LogicalId}'s, of this template.")
            : (kind, $"{what}; but it is {earlier.LogicalId}'s, of this template, too, and whichever is deleted first takes it from the other");
    }

    private (ChangeKind Kind, string What) OfRule(PullThroughCacheRule desired, StackResource? before, LiveRule? live, HomeRegistry home)
    {
        var birth = new RequestBirth(clock.GetUtcNow(), IsKnown: true);
        if (before is null)
        {
            return Worded(Planner.ForCreate(desired, live, birth), desired, ChangeKind.Create, then: "");
        }

        var current = CurrentId.Parse(before.PhysicalId, home);
        var previous = RuleValidator.Validate(before.Properties, home) is ValidatedRule.Valid { Rule: var old } ? old : null;
        var plan = Planner.ForUpdate(new(desired, previous, birth, MayBeRedelivery: false), current, live);
        var isOwnPrefix = current.Id is PhysicalResourceId.OfRule id && id.Instance.Key == desired.Key;
        return isOwnPrefix
            ? Worded(plan, desired, ChangeKind.Update, then: "")
            : Worded(plan, desired, ChangeKind.Replace, $", and {before.PhysicalId} is deleted afterwards");
    }

    private static (ChangeKind Kind, string What) Worded(Plan plan, PullThroughCacheRule desired, ChangeKind kind, string then) => plan switch
    {
        Plan.Refuse(var reason, _) => (ChangeKind.Fail, reason),
        Plan.Create when kind is ChangeKind.Update => (kind, $"the rule {desired.Key} is gone from Amazon ECR and is created again"),
        Plan.Create => (kind, $"the rule {desired.Key} is created{then}"),
        Plan.Keep when kind is ChangeKind.Update => (kind, "the rule stays as it is; nothing is written"),
        Plan.ChangeAuthentication { Ownership.IsAdopted: true } when kind is not ChangeKind.Update => (kind, $"the rule {desired.Key} is adopted and its authentication brought in line{then}"),
        Plan.ChangeAuthentication => (kind, $"the rule {desired.Key} is updated in place{then}"),
        Plan.Replace => (kind, $"the rule {desired.Key} is deleted and created again under its own prefix, since ECR can't change this in place{then}"),
        _ => (kind, $"the rule {desired.Key} is there already and adopted{then}"),
    };

    private ResourceChange Removal(StackResource resource) => resource switch
    {
        _ when ResourceProviders.KindOf(resource.Type, resource.Properties) is ResourceKind.Skipped =>
            new(resource.LogicalId, resource.Type, ChangeKind.Skip, ResourceProviders.WhySkipped(resource.Type, aws.FunctionArn), []),
        { DeletionPolicy: not DeletionPolicy.Delete } => new(resource.LogicalId, resource.Type, ChangeKind.Retain, $"{resource.PhysicalId} leaves the stack and stays (DeletionPolicy: {resource.DeletionPolicy})", []),
        _ => new(resource.LogicalId, resource.Type, ChangeKind.Delete, $"{resource.PhysicalId} is deleted", []),
    };

    private LiveRule After(PullThroughCacheRule desired, LiveRule? live) => new(
        desired.Key,
        desired.UpstreamRegistryUrl,
        desired.UpstreamRegistry,
        desired.CredentialArn,
        desired.CustomRoleArn,
        desired.UpstreamRepositoryPrefix,
        live?.CreatedAt ?? clock.GetUtcNow(),
        clock.GetUtcNow());

    private static LiveRule Live(RuleKey key, EmulatedRule rule) => new(
        key, rule.UpstreamRegistryUrl, rule.UpstreamRegistry, rule.CredentialArn, rule.CustomRoleArn, rule.UpstreamRepositoryPrefix ?? RuleKey.Root, rule.CreatedAt, rule.UpdatedAt);

    private static List<PropertyChange> PropertyChanges(JsonElement? before, JsonElement after, IReadOnlyList<string> unknown)
    {
        var old = Texts(before);
        var now = Texts(after);
        foreach (var name in unknown)
        {
            now[name] = KnownAfter;
        }

        return [.. now.Keys.Union(old.Keys).Where(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name)).Select(name => new PropertyChange(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)))];
    }

    private static Dictionary<string, string> Texts(JsonElement? properties) => properties is not { } element
        ? []
        : element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ToString());
}

/// <param name="What">In words, or empty.</param>
internal sealed record ResourceChange(string LogicalId, string Type, ChangeKind Kind, string What, IReadOnlyList<PropertyChange> Properties);

/// <param name="Before">Null where it wasn't there.</param>
/// <param name="After">Null where it is taken away.</param>
internal sealed record PropertyChange(string Name, string? Before, string? After);

internal enum ChangeKind
{
    None,
    Create,
    Update,
    Replace,
    Delete,
    Retain,
    Skip,

    /// <summary>The deployment would fail here.</summary>
    Fail,
}
