using EcrPtcLambda.CloudFormation;

namespace EcrPtcLambda.Rules;

/// <summary>The decision table of the product: what to do, given what is asked for and what is there.</summary>
internal static class Planner
{
    /// <summary>A Create, or an Update to a prefix or registry at which the stack has no rule yet.</summary>
    /// <param name="desired">What the template asks for.</param>
    /// <param name="live">What is at its registry and prefix, or null.</param>
    /// <param name="birth">When CloudFormation made the request.</param>
    /// <param name="isUpdate">
    /// A rollback after a replacement is an Update back to a rule that CloudFormation hasn't cleaned up yet, and the event doesn't
    /// say that it is one: so an Update keeps a rule that is the desired one in everything, which a Create must not.
    /// </param>
    public static Plan ForNewRule(PullThroughCacheRule desired, LiveRule? live, RequestBirth birth, bool isUpdate) => live switch
    {
        null => new Plan.Create(),
        _ when live.Satisfies(desired) && birth.IsBefore(live.CreatedAt) => new Plan.Check(live, MadeByThisRequest: true),
        _ when live.Satisfies(desired) && isUpdate => new Plan.Keep(live),
        _ when live.Satisfies(desired) && desired.OnExisting is OnExisting.Adopt => new Plan.Check(live, MadeByThisRequest: false),
        _ when desired.OnExisting is OnExisting.Adopt && CanChangeInPlace(live, desired) => new Plan.ChangeAuthentication(live),
        _ => new Plan.Refuse(WhyRefused(desired, live)),
    };

    /// <summary>An Update that stays at its registry and prefix.</summary>
    /// <param name="desired">What the template asks for.</param>
    /// <param name="previous">What it asked for before, or null where that makes no sense.</param>
    /// <param name="live">What is there, or null.</param>
    /// <param name="birth">When CloudFormation made the request.</param>
    /// <param name="mayBeRedelivery">Whether the request may have been delivered once before.</param>
    public static Plan ForOwnRule(PullThroughCacheRule desired, PullThroughCacheRule? previous, LiveRule? live, RequestBirth birth, bool mayBeRedelivery) => live switch
    {
        null => new Plan.Create(),
        _ when live.Satisfies(desired) => mayBeRedelivery && live.LastChange >= birth.At
            ? new Plan.Check(live, MadeByThisRequest: true)
            : new Plan.Keep(live),
        _ when mayBeRedelivery && previous is not null && !live.Satisfies(previous) && birth.IsSurelyBefore(live.LastChange) =>
            new Plan.Refuse(
                $"The rule {desired.Key} was changed after this Update was sent, to neither what it was nor what it was to become: {live.DifferencesFrom(desired)}. "
                + "It is left as it is; deploy again if it should change."),
        _ when CanChangeInPlace(live, desired) => new Plan.ChangeAuthentication(live),
        _ => new Plan.Replace(live),
    };

    /// <summary>A Delete.</summary>
    /// <param name="target">The rule that the physical id names, or null where it names none.</param>
    /// <param name="live">The rule that is there, or null.</param>
    /// <param name="birth">When CloudFormation made the request.</param>
    /// <param name="asked">What the properties ask for, or null where they don't make sense.</param>
    public static Plan ForDelete(DeleteTarget? target, LiveRule? live, RequestBirth birth, PullThroughCacheRule? asked) => target switch
    {
        null => new Plan.Ignore("the physical id names no rule"),
        _ when birth.IsSurelyBefore(live?.CreatedAt) =>
            new Plan.Ignore("the rule was created after this Delete was sent, so it is another's"),
        { Created: null } => new Plan.Delete(target.Key),
        { Created: { } created } when created.Holds(live?.CreatedAt) && asked is not null && live!.Satisfies(asked) => new Plan.Delete(target.Key),
        _ => new Plan.Ignore("the Create that failed made no rule that is still there"),
    };

    /// <summary>Whether an update from one rule to the other, or its undoing, deletes the rule on the way.</summary>
    public static bool MayHaveReplaced(PullThroughCacheRule one, PullThroughCacheRule other) =>
        one.Key == other.Key
        && (one.UpstreamRegistryUrl, one.UpstreamRepositoryPrefix, one.CredentialArn is null, one.CustomRoleArn is null)
            != (other.UpstreamRegistryUrl, other.UpstreamRepositoryPrefix, other.CredentialArn is null, other.CustomRoleArn is null);

    // UpdatePullThroughCacheRule sets a credential or a role; it can't take one away (ECR model).
    private static bool CanChangeInPlace(LiveRule live, PullThroughCacheRule desired) =>
        live.HasUpstreamOf(desired)
        && (live.CredentialArn is null || desired.CredentialArn is not null)
        && (live.CustomRoleArn is null || desired.CustomRoleArn is not null);

    private static string WhyRefused(PullThroughCacheRule desired, LiveRule live)
    {
        var differences = live.DifferencesFrom(desired);
        return (live.HasUpstreamOf(desired), desired.OnExisting) switch
        {
            (true, OnExisting.Fail) =>
                $"The rule {desired.Key} already exists{(differences.Length == 0 ? ", just as the template asks for it" : $": {differences}")}. "
                + "Choose another EcrRepositoryPrefix, or take the rule over with OnExisting: Adopt.",
            (true, _) =>
                $"The rule {desired.Key} already exists and can't be adopted: {differences}, which Amazon ECR can't take away in place. "
                + "Bring the template in line with it, or delete the rule first.",
            _ =>
                $"The rule {desired.Key} already exists with another upstream: {differences}. "
                + "Choose another EcrRepositoryPrefix, or delete the rule first; a rule with another upstream can't be adopted.",
        };
    }
}
