using System.Text.Json;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Lifecycle;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.ChangeSets;

/// <summary>
/// Simulates a deployment with the function's own planner, on the existing rules, none of which is changed.
/// </summary>
internal sealed class DeploymentPreview(LocalAws aws, TimeProvider clock)
{
    // The time between two requests, longer than any lag, clock skew or redelivery that the function tolerates.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(2);

    private readonly AwsContext awsContext = AwsContext.From(aws.FunctionArn, aws.Region);
    private readonly Dictionary<RuleKey, LiveRule?> changed = [];
    private DateTimeOffset now = clock.GetUtcNow();

    /// <summary>A Create, or an Update of what the stack has.</summary>
    public RulePreview Provide(string logicalId, StackResource? before, PullThroughCacheRule desired)
    {
        var timestamp = NextRequest();
        var live = Find(desired.Key);
        var plan = before is null
            ? Planner.PlanCreate(desired, live, timestamp)
            : Planner.PlanUpdate(new(desired, RuleOf(before.Properties), timestamp, MayBeRedelivery: false), CurrentId.Parse(before.PhysicalId, awsContext), live);
        if (plan is not Plan.Provision provided)
        {
            return new(logicalId, before, desired, live, plan, before?.PhysicalId);
        }

        var after = plan is Plan.NoChange or Plan.Validate ? live! : After(desired, plan is Plan.UpdateCredentials ? live!.CreatedAt : now);
        changed[desired.Key] = after;
        return new(logicalId, before, desired, live, plan, provided.Ownership.IdOf(after, awsContext));
    }

    /// <summary>The Delete of a resource that was replaced, or that leaves the stack.</summary>
    /// <param name="resource">The resource in the stack, with its previous physical ID.</param>
    /// <param name="isReplaced">Whether the stack keeps the resource under another physical ID.</param>
    /// <param name="isRetained">Whether a policy retains it.</param>
    public RuleDeletion Delete(StackResource resource, bool isReplaced, bool isRetained)
    {
        var timestamp = NextRequest();
        var id = PhysicalResourceId.Parse(resource.PhysicalId, awsContext);
        var live = id is PhysicalResourceId.Rule { Instance.Key: var key } ? Find(key) : null;
        Plan plan = isRetained ? new Plan.Skip("a policy of the template retains it")
            : id is PhysicalResourceId.Rule rule && rule.IsKeptOnDelete(OnExistingOf(resource.Properties)) ? new Plan.Skip("the rule was there before the stack adopted it")
            : Planner.PlanDelete(id, live, timestamp, RuleOf(resource.Properties), now);
        if (plan is not Plan.Delete(var deleted))
        {
            return new(resource, isReplaced, isRetained, plan, Deleted: null);
        }

        changed[deleted] = null;
        return new(resource, isReplaced, isRetained, plan, live);
    }

    /// <summary>The deletion of an AWS::ECR::PullThroughCacheRule, which deletes any rule under the prefix.</summary>
    /// <param name="resource">The resource in the stack.</param>
    /// <param name="isRetained">Whether a policy retains it.</param>
    public RuleDeletion DeleteNative(StackResource resource, bool isRetained)
    {
        var key = new RuleKey(awsContext.AccountId, RuleKey.Normalize(resource.PhysicalId));
        if (isRetained || Find(key) is not { } live)
        {
            return new(resource, IsReplaced: false, isRetained, new Plan.Skip(isRetained ? "a policy of the template retains it" : "the rule is gone already"), Deleted: null);
        }

        changed[key] = null;
        return new(resource, IsReplaced: false, IsRetained: false, new Plan.Delete(key), live);
    }

    private LiveRule? Find(RuleKey key) => changed.TryGetValue(key, out var rule) ? rule : aws.Rule(key);

    private RequestTimestamp NextRequest() => new(now += Step, IsKnown: true);

    private PullThroughCacheRule? RuleOf(JsonElement properties) => RuleValidator.Validate(properties, awsContext) is ValidatedRule.Valid { Rule: var rule } ? rule : null;

    private static OnExisting OnExistingOf(JsonElement properties) =>
        RuleProperties.Read(properties).Given(RuleProperties.OnExisting) is nameof(OnExisting.Adopt) ? OnExisting.Adopt : OnExisting.Fail;

    private LiveRule After(PullThroughCacheRule desired, DateTimeOffset? createdAt) => new(
        desired.Key, desired.UpstreamRegistryUrl, desired.UpstreamRegistry, desired.CredentialArn, desired.CustomRoleArn, desired.UpstreamRepositoryPrefix, createdAt, now);
}

/// <summary>The preview of a Create or an Update.</summary>
/// <param name="Before">The resource in the stack; null if it is new.</param>
/// <param name="Desired">The desired rule in the template.</param>
/// <param name="Live">The existing rule at that time, or null.</param>
/// <param name="Plan">The plan of the function.</param>
/// <param name="IdAfter">The physical ID afterwards; null if the resource has none.</param>
internal sealed record RulePreview(string LogicalId, StackResource? Before, PullThroughCacheRule Desired, LiveRule? Live, Plan Plan, string? IdAfter)
{
    /// <summary>Whether CloudFormation deletes the previous physical ID.</summary>
    public bool IsReplaced => Before is not null && Before.PhysicalId != IdAfter;

    /// <summary>Whether the resource adopts a rule that it didn't have.</summary>
    public bool IsAdopted => Plan is Plan.Validate { Ownership.IsAdopted: true } or Plan.UpdateCredentials { Ownership.IsAdopted: true } && (Before is null || IsReplaced);
}

/// <summary>The preview of a Delete.</summary>
/// <param name="Resource">The resource in the stack.</param>
/// <param name="IsReplaced">Whether the stack keeps the resource under another physical ID.</param>
/// <param name="IsRetained">Whether a policy retains it, so that the function gets no event.</param>
/// <param name="Plan">The plan of the function.</param>
/// <param name="Deleted">The rule that is deleted; null if there is none.</param>
internal sealed record RuleDeletion(StackResource Resource, bool IsReplaced, bool IsRetained, Plan Plan, LiveRule? Deleted);
