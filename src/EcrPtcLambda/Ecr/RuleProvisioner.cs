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
/// <param name="mayBeRedelivery">Whether an earlier delivery of the request may have been at work, and have died of it.</param>
internal sealed class RuleProvisioner(
    RuleFinder finder, PlanExecutor executor, HomeRegistry home, RequestBirth birth, RequestEnvelope envelope, Deadline deadline, bool mayBeRedelivery)
{
    // A call that contradicts what Describe said calls for another look; more than a few means that someone else is at work.
    private const int Looks = 3;

    /// <summary>The last plan, for the log; null where the request never got that far.</summary>
    public Plan? Plan { get; private set; }

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
            idAfterLeavingBehind: rule => PhysicalResourceId.OfUnsureCreate(rule.Key, birth),
            idOf: rule => PhysicalResourceId.Of(rule.Key, home),
            (rule, live) => Planner.ForNewRule(rule, live, birth, isUpdate: false),
            isInDoubt: static _ => false);
    }

    private async Task<Outcome> UpdateAsync(LifecycleRequest.Update request)
    {
        var oldKey = PhysicalResourceId.Parse(request.OldId, home) is { CreatedSince: null } old ? old.Key : null;
        return await WithRuleAsync(
            request.Properties,
            request.OldId,
            // An id of the new rule would make the stack forget the old one, where the rollback fails too.
            idAfterLeavingBehind: _ => request.OldId,
            // The very id that CloudFormation has, however it is written: another spelling would make it delete the rule.
            idOf: rule => rule.Key == oldKey ? request.OldId : PhysicalResourceId.Of(rule.Key, home),
            (rule, live) => rule.Key == oldKey ? Planner.ForOwnRule(rule, live) : Planner.ForNewRule(rule, live, birth, isUpdate: true),
            rule => rule.Key == oldKey && RuleValidator.Validate(request.OldProperties, home) is ValidatedRule.Valid { Rule: var tried } && Planner.MayHaveReplaced(rule, tried));
    }

    private async Task<Outcome> DeleteAsync(LifecycleRequest.Delete request)
    {
        var id = request.PhysicalResourceId ?? PhysicalResourceId.OfFailedCreate(envelope.RequestId);
        var target = IsMadeUp(request) ? null : PhysicalResourceId.Parse(request.PhysicalResourceId, home);
        try
        {
            var asked = RuleValidator.Validate(request.Properties, home) is ValidatedRule.Valid { Rule: var rule } ? rule : null;
            Plan = Planner.ForDelete(target, await LookAsync(target), birth, asked);
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

    private async Task<LiveRule?> LookAsync(DeleteTarget? target) => target switch
    {
        null => null,
        { CreatedSince: not null } => await finder.FindAsync(target.Key, deadline.Work),
        _ => birth.IsKnown ? await finder.LookAsync(target.Key, deadline.Work) : null,
    };

    private async Task<Outcome> WithRuleAsync(
        JsonElement properties,
        string failedId,
        Func<PullThroughCacheRule, string> idAfterLeavingBehind,
        Func<PullThroughCacheRule, string> idOf,
        Func<PullThroughCacheRule, LiveRule?, Plan> decide,
        Func<PullThroughCacheRule, bool> isInDoubt)
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
                var live = await finder.LookAsync(rule.Key, deadline.Work);
                Plan = decide(rule, live);
                if (Plan is Plan.Keep && isInDoubt(rule))
                {
                    // The update that this one rolls back may have deleted the rule a moment ago, and Describe not know it yet.
                    Plan = decide(rule, await finder.LookAgainAsync(rule.Key, deadline.Work));
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
                return Failed(isBlind ? idAfterLeavingBehind(rule) : failedId, exception.Failure, rule.Key, aftermath: null);
            }
            catch (PlanFailedException exception)
            {
                return Failed(
                    exception.MayBeLeftBehind ? idAfterLeavingBehind(rule) : failedId,
                    exception.Failure,
                    rule.Key,
                    exception.Aftermath);
            }
        }
    }

    private Outcome.Failed Failed(string id, EcrFailure failure, RuleKey key, string? aftermath) =>
        new(id, FailureReason.Of(failure, key, home, aftermath), failure.ExceptionName);

    private bool IsMadeUp(LifecycleRequest.Delete request) =>
        request.PhysicalResourceId is { } id
        && envelope.MayHaveMadeUp(id)
        && RuleProperties.Read(request.Properties).Given(RuleProperties.EcrRepositoryPrefix) != id;
}
