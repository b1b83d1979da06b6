using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>Finds the resources whose rule another resource has, and describes the consequence.</summary>
/// <param name="stack">The current state of the stack.</param>
/// <param name="owners">The owners of the rules before the deployment.</param>
/// <param name="resources">The resources in the template.</param>
/// <param name="previews">The previews of the resources that are created or updated.</param>
/// <param name="deletions">The deletions at the end.</param>
internal sealed class RuleConflicts(
    Stack stack, RuleOwners owners, IReadOnlyList<ResourceComparison> resources, IReadOnlyList<RulePreview> previews, IReadOnlyList<RuleDeletion> deletions)
{
    /// <summary>The conflict of a resource that the template has.</summary>
    public RuleConflict? Find(ResourceComparison resource)
    {
        var preview = previews.FirstOrDefault(each => each.LogicalId == resource.LogicalId);
        return (preview is null ? null : RefusalOf(preview))
            ?? TwinOf(resource)
            ?? LossOf(resource, preview)
            ?? LossByDeletionOf(resource.LogicalId)
            ?? (preview is null ? null : AdoptionOf(preview));
    }

    /// <summary>The conflict of a resource that leaves the stack.</summary>
    public RuleConflict? Find(StackResource removed) => LossByDeletionOf(removed.LogicalId);

    // Of two resources with the same rule, the later one, or the one that changes if the other stays.
    private RuleConflict? TwinOf(ResourceComparison resource) =>
        resource is { Desired: { } desired, IsRequested: true }
        && resources.Where(each => each != resource && each.Desired?.Key == desired.Key)
            .FirstOrDefault(each => !each.IsRequested || IsBefore(each, resource)) is { } twin
            ? new(
                RuleConflictKind.Twin,
                $"The rule {desired.Key} also belongs to {twin.LogicalId} of this template, and a registry has one rule for a prefix. Either the deployment fails, or both resources "
                + "have one rule, which is gone for both when one of them is deleted. Choose another EcrRepositoryPrefix.")
            : null;

    private bool IsBefore(ResourceComparison one, ResourceComparison other)
    {
        foreach (var resource in resources)
        {
            if (resource == one || resource == other)
            {
                return resource == one;
            }
        }

        return false;
    }

    private RuleConflict? RefusalOf(RulePreview preview)
    {
        if (preview is not { Plan: Plan.Reject, Live: { } live }
            || owners.From(live).FirstOrDefault(owner => owner.Resource.LogicalId != preview.LogicalId || owner.Stack.Name != stack.Name) is not { } owner)
        {
            return null;
        }

        var kept = resources.FirstOrDefault(each => owner.Stack.Name == stack.Name && each.LogicalId == owner.Resource.LogicalId);
        var advice = kept switch
        {
            null when owner.Stack.Name != stack.Name => ToMoveFromStack(owner, preview, live),
            null => ToRename(owner, preview, live),
            { Desired: { } desired } when desired.Key != preview.Desired.Key => ToFollow(kept.LogicalId, desired.Key, preview),
            _ => "has it. A registry has one rule for a prefix. Choose another EcrRepositoryPrefix.",
        };
        return new(RuleConflictKind.Failure, $"The rule {preview.Desired.Key} already exists: {owner.In(stack)} {advice}");
    }

    private static string ToMoveFromStack(RuleOwner owner, RulePreview preview, LiveRule live) =>
        "has it. Choose another EcrRepositoryPrefix."
        + (!live.HasUpstreamOf(preview.Desired) ? ""
            : owner.Resource.DeletionPolicy is DeletionPolicy.Delete
                ? $" To move the rule to this stack, first deploy {owner.Stack.Name} with DeletionPolicy: Retain for {owner.Resource.LogicalId}, and then this template with OnExisting: Adopt for {preview.LogicalId}."
                : $" To move the rule to this stack, deploy this template with OnExisting: Adopt for {preview.LogicalId}.");

    private static string ToRename(RuleOwner owner, RulePreview preview, LiveRule live) =>
        "has it until the end of the deployment, which deletes what leaves the stack after all other changes. "
        + (!live.HasUpstreamOf(preview.Desired) ? $"First deploy a template without {owner.Resource.LogicalId}, and then this one."
            : owner.Resource.DeletionPolicy is DeletionPolicy.Delete
                ? $"To keep the rule under the logical ID {preview.LogicalId}, first deploy {owner.Resource.LogicalId} with DeletionPolicy: Retain, and then this template with OnExisting: Adopt for {preview.LogicalId}."
                : $"To keep the rule under the logical ID {preview.LogicalId}, deploy this template with OnExisting: Adopt for {preview.LogicalId}.");

    private string ToFollow(string other, RuleKey destination, RulePreview preview) =>
        "has it until the end of the deployment, which deletes what was replaced after all other changes. "
        + (LeadsBack(destination, preview.LogicalId)
            ? $"Resources can't exchange their prefixes in one deployment: first deploy {preview.LogicalId} with a prefix that no rule has, then the others one after another, and then {preview.LogicalId} with this prefix."
            : $"First deploy the new EcrRepositoryPrefix of {other}, and then that of {preview.LogicalId}.");

    // Whether the rule at a prefix is that of the resource, or of another resource that moves to the prefix.
    private bool LeadsBack(RuleKey destination, string logicalId)
    {
        var seen = new HashSet<RuleKey>();
        for (var key = destination; key is not null && seen.Add(key);)
        {
            if (owners.At(key, stack) is not { LogicalId: var holder } || holder == logicalId)
            {
                return owners.At(key, stack) is not null;
            }

            key = resources.FirstOrDefault(each => each.LogicalId == holder)?.Desired?.Key;
        }

        return false;
    }

    private RuleConflict? LossOf(ResourceComparison resource, RulePreview? preview)
    {
        var id = preview is null ? resource.Before?.PhysicalId : preview.IdAfter;
        if (id is null || deletions.FirstOrDefault(each => each.Deleted is { } deleted && owners.Has(id, deleted)) is not { Deleted: { Key: var key } } deletion)
        {
            return null;
        }

        var (has, other) = (preview is { IsAdopted: true } ? "adopts" : "has", deletion.Resource.LogicalId);
        return new(RuleConflictKind.Loss, deletion.IsReplaced
            ? $"The rule {key} is lost at the end of the deployment: {resource.LogicalId} {has} it, and CloudFormation deletes it as the rule that {other} had before. "
                + $"First deploy {other} with UpdateReplacePolicy: Retain, and then this template."
            : $"The rule {key} is lost at the end of the deployment: {resource.LogicalId} {has} it, and the removal of {other} deletes it. "
                + $"First deploy {other} with DeletionPolicy: Retain, and then this template.");
    }

    private RuleConflict? LossByDeletionOf(string logicalId)
    {
        if (deletions.FirstOrDefault(each => each.Deleted is not null && each.Resource.LogicalId == logicalId) is not { Deleted: { } deleted } deletion
            || owners.From(deleted).FirstOrDefault(each => each.Stack.Name != stack.Name) is not { } owner)
        {
            return null;
        }

        var (how, policy) = deletion.IsReplaced
            ? ($"deletes it as the rule that {logicalId} had before", nameof(UpdateReplacePolicy))
            : ($"deletes it with {logicalId}", nameof(DeletionPolicy));
        return new(
            RuleConflictKind.Loss,
            $"The rule {deleted.Key} is lost at the end of the deployment: {owner.In(stack)} has it too, and CloudFormation {how}. "
            + $"First deploy {logicalId} with {policy}: Retain, and then this template.");
    }

    private RuleConflict? AdoptionOf(RulePreview preview) =>
        preview is { IsAdopted: true, Live: { } live }
        && owners.From(live).FirstOrDefault(owner => owner.Stack.Name != stack.Name && owner.Resource.DeletionPolicy is DeletionPolicy.Delete) is { } owner
            ? new(
                RuleConflictKind.Warning,
                $"{owner.In(stack)} has the rule too, and its removal deletes it. First deploy {owner.Stack.Name} with DeletionPolicy: Retain for {owner.Resource.LogicalId}, and then this template.")
            : null;
}
