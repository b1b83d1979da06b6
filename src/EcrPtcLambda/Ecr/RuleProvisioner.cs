using System.Text.Json;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Ecr;

/// <summary>Takes a request from what is asked for, over what is there, to how it ended.</summary>
/// <param name="finder">What tells what is there.</param>
/// <param name="executor">What carries a plan out.</param>
/// <param name="home">Where the function runs.</param>
/// <param name="birth">When CloudFormation made the request.</param>
/// <param name="envelope">The request's ids.</param>
/// <param name="deadline">How long there is.</param>
/// <param name="clock">What tells how old the request is.</param>
internal sealed class RuleProvisioner(
    RuleFinder finder, PlanExecutor executor, HomeRegistry home, RequestBirth birth, RequestEnvelope envelope, Deadline deadline, TimeProvider clock)
{
    // An earlier delivery of the request may have been at work, and have died of it.
    private readonly bool mayBeRedelivery = birth.MayHaveBeenDeliveredBefore(clock.GetUtcNow());

    // A call that contradicts what Describe said calls for another look; more than a few means that someone else is at work.
    private const int Looks = 3;

    /// <summary>The last plan, for the log; null where the request never got that far.</summary>
    public Plan? Plan { get; private set; }

    // Create itself tells whether there is a rule, and never lags: so the first look is left out where nothing hangs on it. An earlier
    // delivery may have made what a Create that fails for another reason would leave behind, and a rule may be there to be adopted.
    private bool NeedsNoLook(PullThroughCacheRule rule) => birth.IsKnown && !mayBeRedelivery && rule.OnExisting is OnExisting.Fail;

    public Task<Outcome> ProvisionAsync(LifecycleRequest request) => request switch
    {
        LifecycleRequest.Create create => CreateAsync(create),
        LifecycleRequest.Update update => UpdateAsync(update),
        LifecycleRequest.Delete delete => DeleteAsync(delete),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private async Task<Outcome> CreateAsync(LifecycleRequest.Create request)
    {
        var failedId = PhysicalResourceId.OfFailedCreate(envelope.RequestId);
        return await WithRuleAsync(
            request.Properties,
            failedId,
            idAfterFailure: (rule, remainder) => remainder switch
            {
                Remainder.Own => PhysicalResourceId.Of(rule.Key, home),
                Remainder.Unsure => PhysicalResourceId.OfUnsureCreate(rule.Key, new(birth.At, clock.GetUtcNow())),
                _ => failedId,
            },
            idOf: rule => PhysicalResourceId.Of(rule.Key, home),
            (rule, live) => Planner.ForNewRule(rule, live, birth, isUpdate: false),
            needsNoLook: NeedsNoLook,
            // A rule of before may have been deleted a moment ago, and Describe not know it yet.
            isInDoubt: static (_, plan) => plan is Plan.Check { MadeByThisRequest: false });
    }

    private async Task<Outcome> UpdateAsync(LifecycleRequest.Update request)
    {
        var oldKey = PhysicalResourceId.Parse(request.OldId, home) is { Created: null } old ? old.Key : null;
        var previous = RuleOf(request.OldProperties);
        return await WithRuleAsync(
            request.Properties,
            request.OldId,
            // An id of the new rule makes the stack forget the old one, should the rollback fail too: only where the new one is there
            // for certain, and would be left behind otherwise.
            idAfterFailure: (rule, remainder) => remainder is Remainder.Own && rule.Key != oldKey ? PhysicalResourceId.Of(rule.Key, home) : request.OldId,
            // The very id that CloudFormation has, however it is written: another spelling would make it delete the rule.
            idOf: rule => rule.Key == oldKey ? request.OldId : PhysicalResourceId.Of(rule.Key, home),
            (rule, live) => rule.Key == oldKey
                ? Planner.ForOwnRule(rule, previous, live, birth, mayBeRedelivery)
                : Planner.ForNewRule(rule, live, birth, isUpdate: true),
            needsNoLook: static _ => false,
            // So may the one that is kept by a rollback, by the very update that is rolled back.
            isInDoubt: (rule, plan) => rule.Key == oldKey
                ? plan is Plan.Keep or Plan.Check && previous is not null && Planner.MayHaveReplaced(rule, previous)
                : plan is Plan.Keep);
    }

    private async Task<Outcome> DeleteAsync(LifecycleRequest.Delete request)
    {
        var id = request.PhysicalResourceId ?? PhysicalResourceId.OfFailedCreate(envelope.RequestId);
        var target = IsMadeUp(request) ? null : PhysicalResourceId.Parse(request.PhysicalResourceId, home);
        try
        {
            Plan = Planner.ForDelete(target, await LookAsync(target), birth, RuleOf(request.Properties));
            if (Plan is Plan.Delete delete)
            {
                await executor.DeleteAsync(delete.Key, deadline.Work);
            }

            return new Outcome.Succeeded(id, Rule: null);
        }
        catch (EcrException exception)
        {
            return Failed(id, exception.Failure, target!.Key, aftermath: null);
        }
    }

    // Null where the properties make no sense, which need not keep a request from being served.
    private PullThroughCacheRule? RuleOf(JsonElement properties) =>
        RuleValidator.Validate(properties, home) is ValidatedRule.Valid { Rule: var rule } ? rule : null;

    private async Task<LiveRule?> LookAsync(DeleteTarget? target) => target switch
    {
        null => null,
        { Created: { } created } => await finder.FindAsync(target.Key, live => created.Holds(live.CreatedAt), deadline.Work),
        _ => birth.IsKnown ? await finder.LookAsync(target.Key, deadline.Work) : null,
    };

    private async Task<Outcome> WithRuleAsync(
        JsonElement properties,
        string failedId,
        Func<PullThroughCacheRule, Remainder, string> idAfterFailure,
        Func<PullThroughCacheRule, string> idOf,
        Func<PullThroughCacheRule, LiveRule?, Plan> decide,
        Func<PullThroughCacheRule, bool> needsNoLook,
        Func<PullThroughCacheRule, Plan, bool> isInDoubt)
    {
        var validated = RuleValidator.Validate(properties, home);
        if (validated is ValidatedRule.Invalid invalid)
        {
            return new Outcome.Failed(failedId, invalid.Reason, "InvalidProperties");
        }

        var rule = ((ValidatedRule.Valid)validated).Rule;
        for (var look = 1; ; look++)
        {
            try
            {
                var live = look == 1 && needsNoLook(rule) ? null : await finder.LookAsync(rule.Key, deadline.Work);
                Plan = decide(rule, live);
                if (isInDoubt(rule, Plan))
                {
                    Plan = decide(rule, await finder.LookAgainAsync(rule.Key, deadline.WorkRemaining, deadline.Work));
                }

                return Plan is Plan.Refuse refuse
                    ? new Outcome.Failed(failedId, refuse.Reason, "PullThroughCacheRuleAlreadyExistsException")
                    : new Outcome.Succeeded(idOf(rule), await executor.ExecuteAsync(Plan, rule, birth, deadline));
            }
            catch (EcrException exception) when (look < Looks && exception.Failure.Kind is FailureKind.AlreadyExists or FailureKind.NotFound)
            {
                // The next look decides anew.
            }
            catch (EcrException exception)
            {
                // It failed before it could see what an earlier delivery may have made.
                var isBlind = mayBeRedelivery && exception.Failure.Operation == "DescribePullThroughCacheRules";
                return isBlind
                    ? Failed(
                        idAfterFailure(rule, Remainder.Unsure), exception.Failure, rule.Key, "An earlier delivery of this request may have written the rule; look at it before you deploy again.")
                    : Failed(failedId, exception.Failure, rule.Key, aftermath: null);
            }
            catch (PlanFailedException exception)
            {
                return Failed(idAfterFailure(rule, exception.Remainder), exception.Failure, rule.Key, exception.Aftermath);
            }
        }
    }

    private Outcome.Failed Failed(string id, EcrFailure failure, RuleKey key, string? aftermath) =>
        new(id, FailureReason.Of(failure, key, home, aftermath), failure.ExceptionName);

    private bool IsMadeUp(LifecycleRequest.Delete request) =>
        request.PhysicalResourceId is { } id
        && envelope.MayHaveMadeUp(id)
        && (RuleProperties.Read(request.Properties).Given(RuleProperties.EcrRepositoryPrefix) is not { } prefix || RuleKey.Normalise(prefix) != RuleKey.Normalise(id));
}
