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

    public Task<Outcome> ProvisionAsync(LifecycleRequest request) => request switch
    {
        LifecycleRequest.Create create => ProvideAsync(new CreateOperation(create, envelope, birth, home, mayBeRedelivery)),
        LifecycleRequest.Update update => ProvideAsync(
            new UpdateOperation(update, CurrentId.Parse(update.OldId, home), RuleOf(update.OldProperties), birth, home, mayBeRedelivery)),
        LifecycleRequest.Delete delete => DeleteAsync(delete),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private async Task<Outcome> DeleteAsync(LifecycleRequest.Delete request)
    {
        var text = request.PhysicalResourceId ?? PhysicalResourceId.OfFailedCreate(envelope.RequestId).Text;
        var id = PhysicalResourceId.Parse(request.PhysicalResourceId, home);
        try
        {
            Plan = await PlanDeleteAsync(id, request.Properties);
            if (Plan is Plan.Delete delete)
            {
                await executor.DeleteAsync(delete.Key, deadline.Work);
            }

            return new Outcome.Succeeded(text, Rule: null);
        }
        catch (EcrException exception)
        {
            return Failed(text, exception.Failure, KeyOf(id), aftermath: null);
        }
    }

    private async Task<Plan> PlanDeleteAsync(PhysicalResourceId id, JsonElement properties)
    {
        var asked = RuleOf(properties);
        switch (id)
        {
            case PhysicalResourceId.OfRule rule when rule.IsKeptOnDelete(OnExistingOf(properties)):
                return new Plan.Ignore("the rule was there before the stack adopted it, and stays");
            case PhysicalResourceId.OfRule { Instance: var instance }:
                var live = await finder.LookAsync(instance.Key, deadline.Work);
                if (Planner.MayNotShow(instance, live, clock.GetUtcNow()))
                {
                    live = await finder.FindAsync(instance.Key, shown => !Planner.IsOutdated(instance, shown), deadline.Work) ?? live;
                }

                return Planner.ForDelete(id, live, birth, asked, clock.GetUtcNow());
            case PhysicalResourceId.OfUnsureCreate unsure:
                return Planner.ForDelete(id, await finder.FindAsync(unsure.Key, shown => unsure.Made(shown, asked), deadline.Work), birth, asked, clock.GetUtcNow());
            default:
                return Planner.ForDelete(id, live: null, birth, asked, clock.GetUtcNow());
        }
    }

    // Null where the properties make no sense, which need not keep a request from being served.
    private PullThroughCacheRule? RuleOf(JsonElement properties) =>
        RuleValidator.Validate(properties, home) is ValidatedRule.Valid { Rule: var rule } ? rule : null;

    // Told by its name alone, since the rest of the properties need not be valid.
    private static OnExisting OnExistingOf(JsonElement properties) =>
        RuleProperties.Read(properties).Given(RuleProperties.OnExisting) is nameof(OnExisting.Adopt) ? OnExisting.Adopt : OnExisting.Fail;

    private async Task<Outcome> ProvideAsync(IRuleOperation operation)
    {
        var validated = RuleValidator.Validate(operation.Properties, home);
        if (validated is ValidatedRule.Invalid invalid)
        {
            return new Outcome.Failed(operation.FailedId, invalid.Reason, "InvalidProperties");
        }

        var rule = ((ValidatedRule.Valid)validated).Rule;
        for (var look = 1; ; look++)
        {
            try
            {
                var live = look == 1 && operation.SkipsLook(rule) ? null : await finder.LookAsync(rule.Key, deadline.Work);
                Plan = operation.Decide(rule, live);
                if (operation.IsInDoubt(rule, live, Plan))
                {
                    Plan = operation.Decide(rule, await finder.LookAgainAsync(rule.Key, deadline.WorkRemaining, deadline.Work));
                }

                switch (Plan)
                {
                    case Plan.OfRule plan:
                        var provided = await executor.ExecuteAsync(plan, rule, birth, deadline);
                        return new Outcome.Succeeded(plan.Ownership.IdOf(provided, home), provided);
                    case Plan.Refuse refuse:
                        return new Outcome.Failed(operation.FailedId, refuse.Reason, refuse.FailureName);
                    default:
                        throw new InvalidOperationException($"The plan {Plan.Name} is none for a {operation.GetType().Name}.");
                }
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
                        operation.IdAfterFailure(rule, Plan, new Leftover.Unknown(), clock.GetUtcNow()),
                        exception.Failure,
                        rule.Key,
                        "An earlier delivery of this request may have written the rule; look at it before you deploy again.")
                    : Failed(operation.FailedId, exception.Failure, rule.Key, aftermath: null);
            }
            catch (PlanFailedException exception)
            {
                return Failed(operation.IdAfterFailure(rule, Plan, exception.Leftover, clock.GetUtcNow()), exception.Failure, rule.Key, exception.Aftermath);
            }
        }
    }

    private static RuleKey KeyOf(PhysicalResourceId id) => id switch
    {
        PhysicalResourceId.OfRule rule => rule.Instance.Key,
        PhysicalResourceId.OfUnsureCreate unsure => unsure.Key,
        _ => throw new ArgumentException("The ID names no rule.", nameof(id)),
    };

    private Outcome.Failed Failed(string id, EcrFailure failure, RuleKey key, string? aftermath) =>
        new(id, FailureReason.Of(failure, key, home, aftermath), failure.ExceptionName);
}
