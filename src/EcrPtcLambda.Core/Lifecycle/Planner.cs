using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>The decision table of the product: what to do, given what is asked for and what is there.</summary>
internal static class Planner
{
    /// <summary>The failure's name where a rule is there that the stack doesn't own.</summary>
    public const string RuleAlreadyExists = "RuleAlreadyExists";

    /// <summary>The failure's name where a rule was changed after the request was sent.</summary>
    public const string RuleChangedMeanwhile = "RuleChangedMeanwhile";

    /// <summary>A Create.</summary>
    /// <param name="desired">The rule that the template requests.</param>
    /// <param name="live">The rule under its registry and prefix, or null.</param>
    /// <param name="timestamp">The time at which CloudFormation made the request.</param>
    public static Plan PlanCreate(PullThroughCacheRule desired, LiveRule? live, RequestTimestamp timestamp) => PlanForNewRule(desired, live, timestamp, RuleOwnership.New);

    /// <summary>An Update.</summary>
    /// <param name="request">The requested update.</param>
    /// <param name="current">The physical ID that CloudFormation has.</param>
    /// <param name="live">The rule under the desired registry and prefix, or null.</param>
    public static Plan PlanUpdate(UpdateRequest request, CurrentId current, LiveRule? live) => current.Id switch
    {
        PhysicalResourceId.Rule id when id.Instance.Key == request.Desired.Key =>
            live is not null && id.Instance.Is(live, request.Desired, request.Previous)
                ? PlanForOwnRule(
                    request,
                    live,
                    RuleOwnership.Kept(id, current.Text, request.Desired.OnExisting),
                    RuleOwnership.Renewed(id, live.Instance, request.Desired.OnExisting, new(current.Text, id.Instance, request.Previous)))
                : PlanForOtherInstance(request, current.Text, id, live),
        PhysicalResourceId.UnsureCreate id when live is not null && (id.Made(live, request.Desired) || id.Made(live, request.Previous)) =>
            PlanForOwnRule(request, live, kept: new(CurrentId: current.Text), renewed: RuleOwnership.New),
        { Predecessor: { } predecessor } when live is not null && predecessor.Instance.Is(live, request.Desired, request.Previous) =>
            PlanForPredecessor(request, predecessor.AsId(), live),
        var id => PlanForNewRule(request.Desired, live, request.Timestamp, new(Predecessor: PredecessorElsewhere(id, request.Desired.Key))),
    };

    /// <summary>A Delete.</summary>
    /// <param name="id">The parsed physical ID.</param>
    /// <param name="live">The rule that is there, or null.</param>
    /// <param name="timestamp">The time at which CloudFormation made the request.</param>
    /// <param name="asked">The rule that the properties request, or null if they are invalid.</param>
    /// <param name="now">The present.</param>
    public static Plan PlanDelete(PhysicalResourceId id, LiveRule? live, RequestTimestamp timestamp, PullThroughCacheRule? asked, DateTimeOffset now) => id switch
    {
        PhysicalResourceId.NoRule => new Plan.Skip("the physical ID names no rule"),
        _ when timestamp.DefinitelyPrecedes(live?.CreatedAt) =>
            new Plan.Skip("the rule was created after this Delete was sent, so it isn't this resource's"),
        PhysicalResourceId.Rule { Instance: var instance } when live is not null && instance.Is(live, asked) => new Plan.Delete(instance.Key),
        PhysicalResourceId.Rule { Instance: var instance } when MayNotShow(instance, live, now) => new Plan.Delete(instance.Key),
        PhysicalResourceId.Rule when live is null => new Plan.Skip("the rule is gone already"),
        PhysicalResourceId.Rule => new Plan.Skip("the rule under this prefix is another one, created at another time"),
        PhysicalResourceId.UnsureCreate unsure when live is not null && unsure.Made(live, asked) => new Plan.Delete(unsure.Key),
        _ => new Plan.Skip("the Create that failed made no rule that is still there"),
    };

    /// <summary>Whether the instance may be there although Describe shows none, or one that was there before.</summary>
    public static bool MayNotShow(RuleInstance instance, LiveRule? live, DateTimeOffset now) => instance.IsYoung(now) && IsOutdated(instance, live);

    /// <summary>Whether what Describe shows is older than an instance that is known to have been there.</summary>
    public static bool IsOutdated(RuleInstance instance, LiveRule? live) => live is null || (!instance.Is(live) && instance.IsNewerThan(live));

    /// <summary>Whether an update from one rule to the other, or its undoing, deletes the rule on the way.</summary>
    public static bool MayHaveReplaced(PullThroughCacheRule one, PullThroughCacheRule other) =>
        one.Key == other.Key
        && (one.UpstreamRegistryUrl, one.UpstreamRepositoryPrefix, one.CredentialArn is null, one.CustomRoleArn is null)
            != (other.UpstreamRegistryUrl, other.UpstreamRepositoryPrefix, other.CredentialArn is null, other.CustomRoleArn is null);

    // A predecessor that is gone from where the new rule comes was adopted, perhaps; the new one isn't for that.
    private static Predecessor? PredecessorElsewhere(PhysicalResourceId id, RuleKey key) =>
        id.AsPredecessor() is { } predecessor ? predecessor with { IsAdopted = predecessor.IsAdopted && predecessor.Instance.Key != key } : null;

    // At a registry and prefix where the stack has no rule yet.
    private static Plan PlanForNewRule(PullThroughCacheRule desired, LiveRule? live, RequestTimestamp timestamp, RuleOwnership ownership) => live switch
    {
        null => new Plan.Create(ownership),
        _ when live.Satisfies(desired) && timestamp.Precedes(live.CreatedAt) => new Plan.Validate(live, MadeByThisRequest: true, ownership),
        _ when live.Satisfies(desired) && desired.OnExisting is OnExisting.Adopt => new Plan.Validate(live, MadeByThisRequest: false, ownership with { IsAdopted = true }),
        _ when desired.OnExisting is OnExisting.Adopt && CanChangeInPlace(live, desired) => new Plan.UpdateCredentials(live, ownership with { IsAdopted = true }),
        _ => new Plan.Reject(RejectionReason(desired, live), RuleAlreadyExists),
    };

    private static Plan PlanForOwnRule(UpdateRequest request, LiveRule live, RuleOwnership kept, RuleOwnership renewed) => live switch
    {
        _ when live.Satisfies(request.Desired) => request.MayBeRedelivery && live.LastChange >= request.Timestamp.At
            ? new Plan.Validate(live, MadeByThisRequest: true, kept)
            : new Plan.NoChange(live, kept),
        _ when request is { MayBeRedelivery: true, Previous: { } previous } && !live.Satisfies(previous) && request.Timestamp.DefinitelyPrecedes(live.LastChange) =>
            new Plan.Reject(
                $"The rule {live.Key} was changed after this Update was sent, to neither what it was nor what it was to become: "
                + $"{live.DifferencesFrom(request.Desired)}. It is left as it is; deploy again if it should change.",
                RuleChangedMeanwhile),
        _ when CanChangeInPlace(live, request.Desired) => new Plan.UpdateCredentials(live, kept),
        _ => new Plan.Replace(live, renewed),
    };

    // Under the resource's own prefix, which the template says is the stack's: the rule is gone, was made anew by someone, or was put back by
    // an update that failed.
    private static Plan PlanForOtherInstance(UpdateRequest request, string currentId, PhysicalResourceId.Rule id, LiveRule? live)
    {
        var onExisting = request.Desired.OnExisting;
        var former = new FormerRule(currentId, id.Instance, request.Previous);
        var renewed = RuleOwnership.Renewed(id, replaced: null, onExisting, former);
        var mayHaveReplaced = request.Previous is { } previous && MayHaveReplaced(request.Desired, previous);

        // Where no update of the stack's can have deleted an adopted rule, someone else did, and what is created now wasn't there before.
        var created = id.RemembersAdoption && !mayHaveReplaced ? RuleOwnership.New with { Former = renewed.Former } : renewed;
        if (live is null)
        {
            return new Plan.Create(created);
        }

        // An earlier delivery of this very request may have created the rule, or replaced the one before.
        var isMadeByThisRequest = live.Satisfies(request.Desired) && request.Timestamp.Precedes(live.CreatedAt);
        return PlanForOwnRule(
            request,
            live,
            kept: (isMadeByThisRequest, mayHaveReplaced) switch
            {
                (true, true) => RuleOwnership.Renewed(id, id.Instance, onExisting, former),
                (true, false) => created,
                _ => renewed,
            },
            renewed: RuleOwnership.Renewed(id, live.Instance, onExisting, former));
    }

    // The rollback of a move to another prefix meets the rule that CloudFormation hasn't cleaned up yet.
    private static Plan PlanForPredecessor(UpdateRequest request, PhysicalResourceId.Rule id, LiveRule live) => PlanForOwnRule(
        request, live, RuleOwnership.Kept(id, text: null, request.Desired.OnExisting), RuleOwnership.Renewed(id, live.Instance, request.Desired.OnExisting));

    // UpdatePullThroughCacheRule sets a credential or a role; it can't take one away (ECR model).
    private static bool CanChangeInPlace(LiveRule live, PullThroughCacheRule desired) =>
        live.HasUpstreamOf(desired)
        && (live.CredentialArn is null || desired.CredentialArn is not null)
        && (live.CustomRoleArn is null || desired.CustomRoleArn is not null);

    private static string RejectionReason(PullThroughCacheRule desired, LiveRule live)
    {
        const string moved = "If another resource made it, in this stack or in another (a renamed logical ID, for example), "
            + "first deploy that resource with DeletionPolicy: Retain: its removal deletes the rule otherwise, adopted or not.";
        var differences = live.DifferencesFrom(desired);
        return (live.HasUpstreamOf(desired), desired.OnExisting) switch
        {
            (true, OnExisting.Fail) =>
                $"The rule {desired.Key} already exists{(differences.Length == 0 ? ", just as the template asks for it" : $": {differences}")}. "
                + $"Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt. {moved}",
            (true, _) =>
                $"The rule {desired.Key} already exists and can't be adopted: {differences}, which Amazon ECR can't take away in place. "
                + "Bring the template in line with it, or delete the rule first.",
            _ =>
                $"The rule {desired.Key} already exists with another upstream: {differences}. "
                + "Choose another EcrRepositoryPrefix, or delete the rule first; a rule with another upstream can't be adopted.",
        };
    }
}

/// <summary>The update that an event requests.</summary>
/// <param name="Desired">The rule that the template requests.</param>
/// <param name="Previous">The rule that it requested before, or null if that is invalid.</param>
/// <param name="Timestamp">The time at which CloudFormation made the request.</param>
/// <param name="MayBeRedelivery">Whether the request may have been delivered once before.</param>
internal sealed record UpdateRequest(PullThroughCacheRule Desired, PullThroughCacheRule? Previous, RequestTimestamp Timestamp, bool MayBeRedelivery);
