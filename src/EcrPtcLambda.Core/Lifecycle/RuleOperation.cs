using System.Text.Json;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>The differences between a Create and an Update.</summary>
internal interface IRuleOperation
{
    /// <summary>The properties that the template requests, before validation.</summary>
    JsonElement Properties { get; }

    /// <summary>The physical ID of a failure that left nothing behind.</summary>
    string FailedId { get; }

    /// <summary>Returns the plan for the live rule.</summary>
    Plan Decide(PullThroughCacheRule desired, LiveRule? live);

    /// <summary>Whether the first look is left out.</summary>
    bool SkipsDescribe(PullThroughCacheRule desired);

    /// <summary>Whether what a plan relies on may be something that Describe still shows and that is there no longer.</summary>
    bool NeedsConfirmation(PullThroughCacheRule desired, LiveRule? live, Plan plan);

    /// <summary>The physical ID of a failure.</summary>
    /// <param name="desired">The rule that the template requests.</param>
    /// <param name="plan">The plan that failed; null if there was no plan yet.</param>
    /// <param name="leftover">The part of the new rule that is left.</param>
    /// <param name="now">The present.</param>
    string IdAfterFailure(PullThroughCacheRule desired, Plan? plan, Leftover leftover, DateTimeOffset now);
}

/// <summary>A Create.</summary>
/// <param name="Request">The request.</param>
/// <param name="Identity">The request's ids.</param>
/// <param name="Timestamp">The time at which CloudFormation made the request.</param>
/// <param name="AwsContext">The account, Region and partition of the function.</param>
/// <param name="MayBeRedelivery">Whether an earlier delivery may have been at work.</param>
internal sealed record CreateOperation(
    LifecycleRequest.Create Request, RequestIdentity Identity, RequestTimestamp Timestamp, AwsContext AwsContext, bool MayBeRedelivery) : IRuleOperation
{
    public JsonElement Properties => Request.Properties;

    public string FailedId { get; } = PhysicalResourceId.ForFailedCreate(Identity.RequestId).Text;

    public Plan Decide(PullThroughCacheRule desired, LiveRule? live) => Planner.PlanCreate(desired, live, Timestamp);

    // Create itself tells whether there is a rule, and never lags: so the first look is left out where nothing hangs on it. An earlier
    // delivery may have made what a Create that fails for another reason would leave behind, and a rule may be there to be adopted.
    public bool SkipsDescribe(PullThroughCacheRule desired) => Timestamp.IsKnown && !MayBeRedelivery && desired.OnExisting is OnExisting.Fail;

    // A rule of before may have been deleted a moment ago, and Describe not know it yet. ECR's own refusal is in no doubt.
    public bool NeedsConfirmation(PullThroughCacheRule desired, LiveRule? live, Plan plan) =>
        plan is Plan.Validate { MadeByThisRequest: false } || (plan is Plan.Reject && !SkipsDescribe(desired));

    public string IdAfterFailure(PullThroughCacheRule desired, Plan? plan, Leftover leftover, DateTimeOffset now) => leftover switch
    {
        Leftover.Created { Rule: var rule } => RuleOwnership.New.IdOf(rule, AwsContext),
        Leftover.Unknown => new PhysicalResourceId.UnsureCreate(desired.Key, new(Timestamp.At, now)).Format(AwsContext),
        _ => FailedId,
    };
}

/// <summary>An Update.</summary>
/// <param name="Request">The request.</param>
/// <param name="Current">The physical ID that CloudFormation has.</param>
/// <param name="Previous">The rule that the template requested before, or null if that is invalid.</param>
/// <param name="Timestamp">The time at which CloudFormation made the request.</param>
/// <param name="AwsContext">The account, Region and partition of the function.</param>
/// <param name="MayBeRedelivery">Whether an earlier delivery may have been at work.</param>
internal sealed record UpdateOperation(
    LifecycleRequest.Update Request, CurrentId Current, PullThroughCacheRule? Previous, RequestTimestamp Timestamp, AwsContext AwsContext, bool MayBeRedelivery) : IRuleOperation
{
    public JsonElement Properties => Request.Properties;

    public string FailedId => Current.Text;

    public Plan Decide(PullThroughCacheRule desired, LiveRule? live) => Planner.PlanUpdate(new(desired, Previous, Timestamp, MayBeRedelivery), Current, live);

    public bool SkipsDescribe(PullThroughCacheRule desired) => false;

    // The rule may be shown as it was before an update that failed, or before the one that is rolled back; another than the ID's may be
    // the one before it, or what an update that failed made and deleted again; and one that was made a moment ago may not be shown yet.
    public bool NeedsConfirmation(PullThroughCacheRule desired, LiveRule? live, Plan plan) => Current.Id is PhysicalResourceId.Rule id && id.Instance.Key == desired.Key
        ? (plan is Plan.NoChange or Plan.Validate && Previous is not null && Planner.MayHaveReplaced(desired, Previous))
            || (live is not null ? !id.Instance.Is(live) : id.Instance.IsYoung(Timestamp.At))
        : plan is Plan.NoChange or Plan.Validate { MadeByThisRequest: false } or Plan.Reject
            || (Current.Id.Predecessor is { Instance: var former } && former.Key == desired.Key && Planner.MayNotShow(former, live, Timestamp.At));

    // An ID of the new rule has the rollback delete it, and names the old one, to which the rollback returns. Under the resource's own
    // prefix the old ID finds whatever is left, and so it does where the predecessor is there: a rollback that is continued returns to it.
    public string IdAfterFailure(PullThroughCacheRule desired, Plan? plan, Leftover leftover, DateTimeOffset now) => (Current.Id, leftover) switch
    {
        (PhysicalResourceId.Rule id, _) when id.Instance.Key == desired.Key => FailedId,
        ({ Predecessor.Instance: var former }, Leftover.Created { Rule: var rule }) when former.Is(rule) => FailedId,
        ({ Predecessor.Instance.Key: var key }, Leftover.Unknown) when key == desired.Key && plan is not Plan.Create => FailedId,
        (var id, Leftover.Created { Rule: var rule }) => new RuleOwnership(Predecessor: id.AsPredecessor()).IdOf(rule, AwsContext),
        (var id, Leftover.Unknown) => new PhysicalResourceId.UnsureCreate(desired.Key, new(Timestamp.At, now), id.AsPredecessor()).Format(AwsContext),
        _ => FailedId,
    };
}
