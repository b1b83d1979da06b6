using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>Describes the changes of a deployment to a resource.</summary>
/// <param name="awsContext">The registry of a physical ID that names none.</param>
/// <param name="functionArn">The ARN of the local function.</param>
internal sealed class ChangeWording(AwsContext awsContext, string functionArn)
{
    /// <summary>Describes the change of a resource of the template.</summary>
    /// <param name="resource">The resource in the template.</param>
    /// <param name="preview">The preview for its rule; null if nothing is done, or if it isn't known yet.</param>
    /// <param name="deletion">The deletion of its previous rule; null if there is none.</param>
    /// <param name="conflict">The conflict with another resource; null if there is none.</param>
    public ResourceChange Describe(ResourceComparison resource, RulePreview? preview, RuleDeletion? deletion, RuleConflict? conflict)
    {
        var (kind, what) = conflict switch
        {
            { Kind: RuleConflictKind.Failure or RuleConflictKind.Twin } => (ChangeKind.Fail, conflict.Message),
            { Kind: RuleConflictKind.Loss } => (ChangeKind.Lose, conflict.Message),
            { Kind: RuleConflictKind.Warning } when DescribeResource(resource, preview, deletion) is var (planned, words) => (planned, $"{words}; {conflict.Message}"),
            _ => DescribeResource(resource, preview, deletion),
        };
        return new(resource.LogicalId, resource.Resource.Type, kind, what, resource.Before is null ? [] : [.. resource.Properties, .. resource.Policies], conflict);
    }

    /// <summary>Describes the removal of a resource from the stack.</summary>
    /// <param name="resource">The resource in the stack.</param>
    /// <param name="deletion">The deletion of its rule; null if it has none.</param>
    /// <param name="conflict">The conflict with another resource; null if there is none.</param>
    public ResourceChange Describe(StackResource resource, RuleDeletion? deletion, RuleConflict? conflict)
    {
        var (kind, what) = resource switch
        {
            _ when ResourceType.KindOf(resource.Type, resource.Properties) is ResourceKind.Skipped => (ChangeKind.Skip, ResourceType.WhySkipped(resource.Type, functionArn)),
            { DeletionPolicy: not DeletionPolicy.Delete } => (ChangeKind.Retain, $"{resource.PhysicalId} leaves the stack and stays (DeletionPolicy: {resource.DeletionPolicy})"),
            _ when conflict is not null => (ChangeKind.Lose, conflict.Message),
            _ when deletion is { Plan: Plan.Skip(var why) } => (ChangeKind.Delete, $"it leaves the stack, and no rule is deleted: {why}"),
            _ => (ChangeKind.Delete, $"{resource.PhysicalId} is deleted"),
        };
        return new(resource.LogicalId, resource.Type, kind, what, [], conflict);
    }

    private (ChangeKind Kind, string What) DescribeResource(ResourceComparison resource, RulePreview? preview, RuleDeletion? deletion) => (resource, preview) switch
    {
        ({ Before: { } there }, _) when there.Type != resource.Resource.Type =>
            (ChangeKind.Fail, $"Update of resource type is not permitted: the stack has {resource.LogicalId} as {there.Type}. Use another logical ID for the new type."),
        ({ IsRenamedOutOfPrefix: true, Before: { } secret }, _) =>
            (ChangeKind.Replace, $"its new name doesn't begin with {ResourceType.SecretNamePrefix}, so that Amazon ECR can't read it, and the local stack doesn't create it; {secret.PhysicalId} is deleted afterwards"),
        ({ Kind: ResourceKind.Skipped }, _) => (ChangeKind.Skip, ResourceType.WhySkipped(resource.Resource.Type, functionArn)),
        ({ Before: not null, Properties: [], Policies: [] }, _) => (ChangeKind.None, ""),
        ({ Before: not null, Properties: [] }, _) => (ChangeKind.Update, "only its policies change; nothing is requested of it"),
        ({ Before: not null, Kind: ResourceKind.Custom }, _)
            when resource.Properties.FirstOrDefault(static property => property.Name == "ServiceToken") is { Before: not null, After: { } token }
            && token.StartsWith("arn:", StringComparison.Ordinal) => (
                ChangeKind.Fail,
                $"Modifying service token is not allowed. To have another function serve the rule, first deploy {resource.LogicalId} with DeletionPolicy: Retain, "
                + $"and then the new ServiceToken under another logical ID with OnExisting: Adopt"),
        ({ Before: { } native, Kind: ResourceKind.NativeRule }, _) when resource.Properties.All(static property => property.Name != NativeRule.Prefix) =>
            (ChangeKind.Fail, NativeRule.WhyNotReplaced(native.PhysicalId)),
        ({ Before: { } native, Kind: ResourceKind.NativeRule }, _) => (ChangeKind.Replace, $"a new one in addition to {native.PhysicalId}, which is deleted afterwards"),
        ({ LacksServiceToken: true }, _) =>
            (ChangeKind.Fail, "Invalid service token: the property ServiceToken is required, such as !ImportValue ecr-ptc-ServiceToken"),
        (_, { Plan: Plan.Reject(var reason, _) }) => (ChangeKind.Fail, reason),
        (_, { } provided) => DescribeRule(provided, deletion),
        ({ Rule: ValidatedRule.Invalid invalid }, _) => (ChangeKind.Fail, invalid.Reason),
        ({ Kind: ResourceKind.Custom }, _) => (resource.Before is null ? ChangeKind.Create : ChangeKind.Update, "what happens to the rule depends on values that are known after the deployment"),
        ({ Before: null }, _) => (ChangeKind.Create, ""),
        ({ Before: { } there }, _) when resource.Properties.Any(property => property.Name == "Name") => (ChangeKind.Replace, $"a new one in addition to {there.PhysicalId}, which is deleted afterwards"),
        _ => (ChangeKind.Update, "in place"),
    };

    private (ChangeKind Kind, string What) DescribeRule(RulePreview preview, RuleDeletion? deletion)
    {
        var current = preview.Before is null ? null : PhysicalResourceId.Parse(preview.Before.PhysicalId, awsContext) as PhysicalResourceId.Rule;
        var isInPlace = current?.Instance.Key == preview.Desired.Key;
        var kind = preview.Before is null ? ChangeKind.Create : isInPlace ? ChangeKind.Update : ChangeKind.Replace;
        var isAnew = isInPlace && preview.Live is { } live && !current!.Instance.Is(live, preview.Desired);
        var then = isAnew ? "; it was re-created since the last deployment, and belongs to this resource from now on" : isInPlace ? "" : Then(preview, deletion);
        var what = preview.Plan switch
        {
            Plan.Create when isInPlace => $"the rule {preview.Desired.Key} no longer exists in Amazon ECR and is created again",
            Plan.Create => $"the rule {preview.Desired.Key} is created",
            Plan.NoChange when current is { IsAdopted: true } && preview.IsReplaced && isInPlace => "the rule stays as it is; from now on it is deleted with the stack",
            Plan.NoChange when isInPlace => "the rule stays as it is; nothing is written",
            Plan.NoChange when !preview.IsAdopted => $"the rule {preview.Desired.Key} still exists, and belongs to this resource again",
            Plan.UpdateCredentials when preview.IsAdopted && !isInPlace => $"the rule {preview.Desired.Key} is adopted and its authentication is updated",
            Plan.UpdateCredentials => $"the rule {preview.Desired.Key} is updated in place",
            Plan.Replace => $"the rule {preview.Desired.Key} is deleted and created again under its own prefix, since ECR can't change this in place",
            _ => $"the rule {preview.Desired.Key} already exists and is adopted",
        };
        return (kind, what + then);
    }

    private static string Then(RulePreview preview, RuleDeletion? deletion) => deletion switch
    {
        null => "",
        { IsRetained: true } => $", and {preview.Before!.PhysicalId} stays (UpdateReplacePolicy: {preview.Before.UpdateReplacePolicy})",
        { Plan: Plan.Skip(var why) } => $", and no rule is deleted afterwards: {why}",
        _ => $", and {preview.Before!.PhysicalId} is deleted afterwards",
    };
}
