using System.Text.Json;
using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>Takes a request from what is asked for, over what is there, to how it ended.</summary>
/// <param name="finder">Finds the live rule.</param>
/// <param name="executor">Carries a plan out.</param>
/// <param name="awsContext">The account, Region and partition of the function.</param>
/// <param name="timestamp">The time at which CloudFormation made the request.</param>
/// <param name="identity">The request's ids.</param>
/// <param name="deadline">The time that is left.</param>
/// <param name="clock">The clock for the age of the request.</param>
internal sealed class RuleProvisioner(
    RuleFinder finder, PlanExecutor executor, AwsContext awsContext, RequestTimestamp timestamp, RequestIdentity identity, Deadline deadline, TimeProvider clock)
{
    // An earlier delivery of the request may have been at work, and have died of it.
    private readonly bool mayBeRedelivery = timestamp.MayBeRedelivery(clock.GetUtcNow());

    // A call that contradicts what Describe said calls for another look; more than a few means that someone else is at work.
    private const int MaxAttempts = 3;

    private Plan? plan;

    /// <summary>Provisions the rule that a request asks for.</summary>
    public async Task<ProvisionResult> ProvisionAsync(LifecycleRequest request)
    {
        try
        {
            var outcome = await (request switch
            {
                LifecycleRequest.Create create => CreateOrUpdateAsync(new CreateOperation(create, identity, timestamp, awsContext, mayBeRedelivery)),
                LifecycleRequest.Update update => CreateOrUpdateAsync(
                    new UpdateOperation(update, CurrentId.Parse(update.PhysicalId, awsContext), RuleOf(update.OldProperties), timestamp, awsContext, mayBeRedelivery)),
                LifecycleRequest.Delete delete => DeleteAsync(delete),
                _ => throw new ArgumentOutOfRangeException(nameof(request)),
            });
            return new(outcome, plan, Fault: null);
        }
#pragma warning disable CA1031 // CloudFormation gets a response whatever happens, or the stack would wait for an hour.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(Outcome: null, plan, exception);
        }
    }

    private async Task<Outcome> DeleteAsync(LifecycleRequest.Delete request)
    {
        var text = request.PhysicalResourceId ?? PhysicalResourceId.ForFailedCreate(identity.RequestId).Text;
        var id = PhysicalResourceId.Parse(request.PhysicalResourceId, awsContext);
        try
        {
            plan = await PlanDeleteAsync(id, request.Properties);
            if (plan is Plan.Delete delete)
            {
                await executor.DeleteAsync(delete.Key, deadline.WorkToken);
            }

            return new Outcome.Succeeded(text, Rule: null);
        }
        catch (EcrException exception)
        {
            return Failed(text, exception.Error, KeyOf(id), aftermath: null);
        }
    }

    private async Task<Plan> PlanDeleteAsync(PhysicalResourceId id, JsonElement properties)
    {
        var asked = RuleOf(properties);
        switch (id)
        {
            case PhysicalResourceId.Rule rule when rule.IsKeptOnDelete(OnExistingOf(properties)):
                return new Plan.Skip("the rule was there before the stack adopted it, and stays");
            case PhysicalResourceId.Rule { Instance: var instance }:
                var live = await finder.DescribeAsync(instance.Key, deadline.WorkToken);
                if (Planner.MayNotShow(instance, live, clock.GetUtcNow()))
                {
                    live = await finder.FindAsync(instance.Key, shown => !Planner.IsOutdated(instance, shown), deadline.WorkToken) ?? live;
                }

                return Planner.PlanDelete(id, live, timestamp, asked, clock.GetUtcNow());
            case PhysicalResourceId.UnsureCreate unsure:
                return Planner.PlanDelete(id, await finder.FindAsync(unsure.Key, shown => unsure.Made(shown, asked), deadline.WorkToken), timestamp, asked, clock.GetUtcNow());
            default:
                return Planner.PlanDelete(id, live: null, timestamp, asked, clock.GetUtcNow());
        }
    }

    // Null where the properties make no sense, which need not keep a request from being served.
    private PullThroughCacheRule? RuleOf(JsonElement properties) =>
        RuleValidator.Validate(properties, awsContext) is ValidatedRule.Valid { Rule: var rule } ? rule : null;

    // Told by its name alone, since the rest of the properties need not be valid.
    private static OnExisting OnExistingOf(JsonElement properties) =>
        RuleProperties.Read(properties).Given(RuleProperties.OnExisting) is nameof(OnExisting.Adopt) ? OnExisting.Adopt : OnExisting.Fail;

    private async Task<Outcome> CreateOrUpdateAsync(IRuleOperation operation)
    {
        var validated = RuleValidator.Validate(operation.Properties, awsContext);
        if (validated is ValidatedRule.Invalid invalid)
        {
            return new Outcome.Failed(operation.FailedId, invalid.Reason, "InvalidProperties");
        }

        var rule = ((ValidatedRule.Valid)validated).Rule;
        for (var look = 1; ; look++)
        {
            try
            {
                var live = look == 1 && operation.SkipsDescribe(rule) ? null : await finder.DescribeAsync(rule.Key, deadline.WorkToken);
                plan = operation.Decide(rule, live);
                if (operation.NeedsConfirmation(rule, live, plan))
                {
                    plan = operation.Decide(rule, await finder.DescribeConsistentAsync(rule.Key, deadline.WorkRemaining, deadline.WorkToken));
                }

                switch (plan)
                {
                    case Plan.Provision provision:
                        var provided = await executor.ExecuteAsync(provision, rule, timestamp, deadline);
                        return new Outcome.Succeeded(provision.Ownership.IdOf(provided, awsContext), provided);
                    case Plan.Reject reject:
                        return new Outcome.Failed(operation.FailedId, reject.Reason, reject.FailureName);
                    default:
                        throw new InvalidOperationException($"The plan {plan.Name} is none for a {operation.GetType().Name}.");
                }
            }
            catch (EcrException exception) when (look < MaxAttempts && exception.Error.Kind is EcrErrorKind.AlreadyExists or EcrErrorKind.NotFound)
            {
                // The next look decides anew.
            }
            catch (EcrException exception)
            {
                // It failed before it could see what an earlier delivery may have made.
                var isBlind = mayBeRedelivery && exception.Error.Operation is EcrOperation.DescribePullThroughCacheRules;
                return isBlind
                    ? Failed(
                        operation.IdAfterFailure(rule, plan, new Leftover.Unknown(), clock.GetUtcNow()),
                        exception.Error,
                        rule.Key,
                        "An earlier delivery of this request may have written the rule; look at it before you deploy again.")
                    : Failed(operation.FailedId, exception.Error, rule.Key, aftermath: null);
            }
            catch (PlanFailedException exception)
            {
                return Failed(operation.IdAfterFailure(rule, plan, exception.Leftover, clock.GetUtcNow()), exception.Error, rule.Key, exception.RollbackSummary);
            }
        }
    }

    private static RuleKey KeyOf(PhysicalResourceId id) => id switch
    {
        PhysicalResourceId.Rule rule => rule.Instance.Key,
        PhysicalResourceId.UnsureCreate unsure => unsure.Key,
        _ => throw new ArgumentException("The ID names no rule.", nameof(id)),
    };

    private Outcome.Failed Failed(string id, EcrError error, RuleKey key, string? aftermath) =>
        new(id, ReasonFormatter.Format(error, key, awsContext, aftermath), error.ExceptionName);
}

/// <summary>The result of a request, before CloudFormation is told.</summary>
/// <param name="Outcome">The outcome; null if <paramref name="Fault"/> is set.</param>
/// <param name="Plan">The last plan; null if the request never got that far.</param>
/// <param name="Fault">A fault of the function itself; null if there was none.</param>
internal sealed record ProvisionResult(Outcome? Outcome, Plan? Plan, Exception? Fault);
