using System.Text.Json;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Ecr;

/// <summary>How a Create and an Update differ on their way to a rule.</summary>
internal interface IRuleOperation
{
    /// <summary>What the template asks for, not yet validated.</summary>
    JsonElement Properties { get; }

    /// <summary>The physical ID of a failure that left nothing behind.</summary>
    string FailedId { get; }

    /// <summary>What to do, given what is there.</summary>
    Plan Decide(PullThroughCacheRule desired, LiveRule? live);

    /// <summary>Whether the first look is left out.</summary>
    bool SkipsLook(PullThroughCacheRule desired);

    /// <summary>Whether what a plan relies on may be something that Describe still shows and that is there no longer.</summary>
    bool IsInDoubt(PullThroughCacheRule desired, LiveRule? live, Plan plan);

    /// <summary>The physical ID of a failure.</summary>
    /// <param name="desired">What the template asks for.</param>
    /// <param name="leftover">What is left of the new rule.</param>
    /// <param name="now">The present.</param>
    string IdAfterFailure(PullThroughCacheRule desired, Leftover leftover, DateTimeOffset now);
}

/// <summary>A Create.</summary>
/// <param name="Request">The request.</param>
/// <param name="Envelope">The request's ids.</param>
/// <param name="Birth">When CloudFormation made the request.</param>
/// <param name="Home">Where the function runs.</param>
/// <param name="MayBeRedelivery">Whether an earlier delivery may have been at work.</param>
internal sealed record CreateOperation(
    LifecycleRequest.Create Request, RequestEnvelope Envelope, RequestBirth Birth, HomeRegistry Home, bool MayBeRedelivery) : IRuleOperation
{
    public JsonElement Properties => Request.Properties;

    public string FailedId { get; } = PhysicalResourceId.OfFailedCreate(Envelope.RequestId).Text;

    public Plan Decide(PullThroughCacheRule desired, LiveRule? live) => Planner.ForCreate(desired, live, Birth);

    // Create itself tells whether there is a rule, and never lags: so the first look is left out where nothing hangs on it. An earlier
    // delivery may have made what a Create that fails for another reason would leave behind, and a rule may be there to be adopted.
    public bool SkipsLook(PullThroughCacheRule desired) => Birth.IsKnown && !MayBeRedelivery && desired.OnExisting is OnExisting.Fail;

    // A rule of before may have been deleted a moment ago, and Describe not know it yet.
    public bool IsInDoubt(PullThroughCacheRule desired, LiveRule? live, Plan plan) => plan is Plan.Check { MadeByThisRequest: false };

    public string IdAfterFailure(PullThroughCacheRule desired, Leftover leftover, DateTimeOffset now) => leftover switch
    {
        Leftover.Created { Rule: var rule } => RuleOwnership.New.IdOf(rule, Home),
        Leftover.Unknown => new PhysicalResourceId.OfUnsureCreate(desired.Key, new(Birth.At, now)).Format(Home),
        _ => FailedId,
    };
}

/// <summary>An Update.</summary>
/// <param name="Request">The request.</param>
/// <param name="Current">The physical ID that CloudFormation has.</param>
/// <param name="Previous">What the template asked for before, or null where that makes no sense.</param>
/// <param name="Birth">When CloudFormation made the request.</param>
/// <param name="Home">Where the function runs.</param>
/// <param name="MayBeRedelivery">Whether an earlier delivery may have been at work.</param>
internal sealed record UpdateOperation(
    LifecycleRequest.Update Request, CurrentId Current, PullThroughCacheRule? Previous, RequestBirth Birth, HomeRegistry Home, bool MayBeRedelivery) : IRuleOperation
{
    public JsonElement Properties => Request.Properties;

    public string FailedId => Current.Text;

    public Plan Decide(PullThroughCacheRule desired, LiveRule? live) => Planner.ForUpdate(new(desired, Previous, Birth, MayBeRedelivery), Current, live);

    public bool SkipsLook(PullThroughCacheRule desired) => false;

    // The rule may be shown as it was before an update that failed, or before the one that is rolled back; and another than the ID's may be
    // the one before it, or what an update that failed made and deleted again.
    public bool IsInDoubt(PullThroughCacheRule desired, LiveRule? live, Plan plan) => Current.Id is PhysicalResourceId.OfRule id && id.Instance.Key == desired.Key
        ? (plan is Plan.Keep or Plan.Check && Previous is not null && Planner.MayHaveReplaced(desired, Previous))
            || (live is not null && !id.Instance.Is(live))
        : plan is Plan.Keep or Plan.Check { MadeByThisRequest: false };

    // An ID of the new rule has the rollback delete it, and names the old one, to which the rollback returns. Under the resource's own
    // prefix the old ID finds whatever is left.
    public string IdAfterFailure(PullThroughCacheRule desired, Leftover leftover, DateTimeOffset now) => (Current.Id, leftover) switch
    {
        (PhysicalResourceId.OfRule id, _) when id.Instance.Key == desired.Key => FailedId,
        (var id, _) when id.Predecessor?.Instance.Key == desired.Key => FailedId,
        (var id, Leftover.Created { Rule: var rule }) => new RuleOwnership(Predecessor: id.AsPredecessor()).IdOf(rule, Home),
        (var id, Leftover.Unknown) => new PhysicalResourceId.OfUnsureCreate(desired.Key, new(Birth.At, now), id.AsPredecessor()).Format(Home),
        _ => FailedId,
    };
}
