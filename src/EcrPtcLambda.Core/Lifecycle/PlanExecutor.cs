using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Common;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>
/// Carries a plan out, and undoes what it did where a later step fails, so that a failure leaves ECR as it was.
/// </summary>
internal sealed class PlanExecutor(EcrGateway gateway, EventualConsistencyRetry retry, RuleFinder finder, TimeProvider clock, Backoff backoff)
{
    private const string Unchanged = "The rule is as it was.";

    // A replacement waits until the old rule is so old, so that no two instances under one prefix have creation times that look alike.
    private static readonly TimeSpan MinReplacementAge = TimeSpan.FromSeconds(3);

    // The clean-up that follows a replacement must not meet a Describe that still shows the old rule: it would delete the new one.
    private static readonly TimeSpan MaxConsistencyWait = TimeSpan.FromSeconds(15);

    private static readonly Leftover Nothing = new Leftover.None();
    private static readonly Leftover Unknown = new Leftover.Unknown();

    private static readonly RollbackResult Deleted = new("What was created has been deleted again.", Nothing);
    private static readonly RollbackResult NotFound = new("Nothing of it was found in Amazon ECR.", Unknown);
    private static readonly RollbackResult Untouched = new(Unchanged, Nothing);
    private static readonly RollbackResult CredentialsRestored = new("The rule has its old credential again.", Nothing);
    private static readonly RollbackResult RuleRestored = new("The old rule has been put back.", Nothing);

    /// <returns>The rule as it is afterwards.</returns>
    /// <exception cref="PlanFailedException">A step failed; it says what was undone.</exception>
    public Task<LiveRule> ExecuteAsync(Plan.Provision plan, PullThroughCacheRule desired, RequestTimestamp timestamp, Deadline deadline) => plan switch
    {
        Plan.NoChange noChange => Task.FromResult(noChange.Live),
        Plan.Validate validate => ValidateOnlyAsync(validate.Live, validate.MadeByThisRequest, desired, deadline),
        Plan.Create => CreateAsync(desired, timestamp, deadline),
        Plan.UpdateCredentials update => UpdateCredentialsAsync(update.Live, desired, deadline),
        Plan.Replace replace => ReplaceAsync(replace.Live, desired, timestamp, deadline),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Name, "The plan is not one that yields a rule."),
    };

    /// <summary>Deletes the rule; that there is none is as good.</summary>
    public async Task DeleteAsync(RuleKey key, CancellationToken cancellationToken) =>
        await retry.RunAsync(token => gateway.DeleteAsync(key, token), cancellationToken);

    // Nothing is undone here: a late duplicate of a request that got its response long ago looks the same, and the rule is in use then.
    // For the same reason only ECR's own word that the credential is bad counts against a rule that was made already.
    private async Task<LiveRule> ValidateOnlyAsync(LiveRule live, bool madeByThisRequest, PullThroughCacheRule desired, Deadline deadline)
    {
        try
        {
            await ValidateAsync(desired, deadline.MutationToken);
            return live;
        }
        catch (Exception caught) when (madeByThisRequest && EcrException.From(caught).Error.Kind is not EcrErrorKind.UpstreamRejected)
        {
            return live;
        }
        catch (Exception caught) when (EcrException.From(caught) is var exception)
        {
            throw madeByThisRequest
                ? new PlanFailedException(exception, "An earlier delivery of this request wrote the rule; undoing that is left to the rollback.", new Leftover.Created(live))
                : new PlanFailedException(exception, Unchanged, Nothing);
        }
    }

    private async Task<LiveRule> CreateAsync(PullThroughCacheRule desired, RequestTimestamp timestamp, Deadline deadline)
    {
        LiveRule created;
        bool isFound;
        try
        {
            (created, isFound) = await CreateOwnAsync(desired, timestamp, deadline.MutationToken);
        }
        catch (Exception caught) when (EcrException.From(caught) is { Error.MayHaveTakenEffect: true } exception)
        {
            throw await RollBackAsync(
                exception,
                desired.Key,
                async () => await DeleteOwnAsync(desired, timestamp, deadline.WorkToken) ? Deleted : NotFound,
                what: "Amazon ECR may have made the rule all the same, and that");
        }

        if (isFound)
        {
            return await ValidateOnlyAsync(created, madeByThisRequest: true, desired, deadline);
        }

        try
        {
            await ValidateAsync(desired, deadline.MutationToken, isNew: true);
            return created;
        }
        catch (Exception caught) when (EcrException.From(caught) is var exception)
        {
            throw await RollBackAsync(
                exception,
                desired.Key,
                async () =>
                {
                    await DeleteAsync(desired.Key, deadline.WorkToken);
                    return Deleted;
                },
                leftover: new Leftover.Created(created));
        }
    }

    // The SDK sends a request again whose response was lost, and Lambda an event: then the rule that exists is our own, if perhaps
    // another delivery's.
    private async Task<(LiveRule Rule, bool IsFound)> CreateOwnAsync(PullThroughCacheRule desired, RequestTimestamp timestamp, CancellationToken cancellationToken)
    {
        try
        {
            return (await retry.RunAsync(token => gateway.CreateAsync(desired, token), cancellationToken), IsFound: false);
        }
        catch (EcrException exception) when (exception.Error.Kind is EcrErrorKind.AlreadyExists)
        {
            if (await FindOwnAsync(desired, timestamp, cancellationToken) is { } own)
            {
                return (own, IsFound: true);
            }

            throw;
        }
    }

    private async Task<LiveRule> UpdateCredentialsAsync(LiveRule live, PullThroughCacheRule desired, Deadline deadline)
    {
        try
        {
            var updated = await retry.RunAsync(token => gateway.UpdateAsync(live, desired.CredentialArn, desired.CustomRoleArn, token), deadline.MutationToken);
            await ValidateAsync(desired, deadline.MutationToken);
            return updated;
        }
        catch (Exception caught) when (EcrException.From(caught) is { Error.Kind: not EcrErrorKind.NotFound } exception)
        {
            throw exception.Error is { Operation: EcrOperation.UpdatePullThroughCacheRule, MayHaveTakenEffect: false }
                ? new PlanFailedException(exception, Unchanged, Nothing)
                : await RollBackAsync(exception, live.Key, () => RestoreCredentialsAsync(live, deadline));
        }
    }

    private async Task<LiveRule> ReplaceAsync(LiveRule live, PullThroughCacheRule desired, RequestTimestamp timestamp, Deadline deadline)
    {
        var wait = UntilReplaceable(live);
        if (deadline.MutationRemaining - wait < deadline.RollbackReserve)
        {
            throw new PlanFailedException(
                new EcrException(new(EcrErrorKind.OutOfTime, EcrOperation.Replacement, "OutOfTime", "too little time is left to replace the rule and to put it back if that fails")),
                Unchanged,
                Nothing);
        }

        if (wait > TimeSpan.Zero)
        {
            await backoff.WaitAsync(wait, deadline.MutationToken);
        }

        LiveRule? created = null;
        try
        {
            await retry.RunAsync(token => gateway.DeleteAsync(live.Key, token), deadline.MutationToken);
            (created, _) = await CreateOwnAsync(desired, timestamp, deadline.MutationToken);
            await ValidateAsync(desired, deadline.MutationToken, isNew: true);
        }
        catch (Exception caught) when (EcrException.From(caught) is { Error: { Operation: EcrOperation.DeletePullThroughCacheRule, MayHaveTakenEffect: false } } exception)
        {
            throw new PlanFailedException(exception, Unchanged, Nothing);
        }
        catch (Exception caught) when (EcrException.From(caught) is var exception)
        {
            throw await RollBackAsync(exception, live.Key, () => RestoreRuleAsync(live, desired, timestamp, isReplaced: created is not null, deadline));
        }

        await WaitForDescribeAsync(created, desired, deadline);
        return created;
    }

    private TimeSpan UntilReplaceable(LiveRule live)
    {
        var age = clock.GetUtcNow() - live.CreatedAt ?? MinReplacementAge;
        return age < TimeSpan.Zero ? MinReplacementAge : age < MinReplacementAge ? MinReplacementAge - age : TimeSpan.Zero;
    }

    // The rule is in place: that nobody can look doesn't undo it.
    private async Task WaitForDescribeAsync(LiveRule created, PullThroughCacheRule desired, Deadline deadline)
    {
        var atMost = deadline.WorkRemaining / 2;
        try
        {
            await finder.FindAsync(created.Key, live => created.Instance.Is(live, desired), deadline.WorkToken, atMost < MaxConsistencyWait ? atMost : MaxConsistencyWait);
        }
        catch (EcrException)
        {
            // The clean-up follows the response, and describes the rule itself.
            await finder.WaitOutAsync(atMost, deadline.WorkToken);
        }
    }

    private async Task ValidateAsync(PullThroughCacheRule desired, CancellationToken cancellationToken, bool isNew = false)
    {
        if (desired is { ValidateUpstream: true, CredentialArn: not null })
        {
            await retry.RunAsync(
                async token =>
                {
                    await gateway.ValidateAsync(desired.Key, token);
                    return true;
                },
                cancellationToken,
                isNew ? EcrErrorKind.NotFound : null);
        }
    }

    private async Task<LiveRule?> FindOwnAsync(PullThroughCacheRule desired, RequestTimestamp timestamp, CancellationToken cancellationToken) =>
        await finder.FindAsync(desired.Key, live => IsOwn(live, desired, timestamp), cancellationToken);

    private async Task<bool> DeleteOwnAsync(PullThroughCacheRule desired, RequestTimestamp timestamp, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(desired, timestamp, cancellationToken) is not { Key: var key })
        {
            return false;
        }

        await DeleteAsync(key, cancellationToken);
        return true;
    }

    private async Task<RollbackResult> RestoreCredentialsAsync(LiveRule old, Deadline deadline)
    {
        if (old is not { CredentialArn: null, CustomRoleArn: null })
        {
            await gateway.UpdateAsync(old, old.CredentialArn, old.CustomRoleArn, deadline.WorkToken);
            return CredentialsRestored;
        }

        // What was set can be taken away by a replacement alone, which isn't begun for a rule that may be as it was.
        if (await finder.DescribeConsistentAsync(old.Key, deadline.WorkRemaining / 2, deadline.WorkToken) is { } live && live.HasCredentialsOf(AsDesired(old)))
        {
            return Untouched;
        }

        return await RecreateAsync(old, deadline);
    }

    private async Task<RollbackResult> RestoreRuleAsync(LiveRule old, PullThroughCacheRule desired, RequestTimestamp timestamp, bool isReplaced, Deadline deadline)
    {
        if (isReplaced)
        {
            await gateway.DeleteAsync(old.Key, deadline.WorkToken);
        }

        try
        {
            await gateway.CreateAsync(AsDesired(old), deadline.WorkToken);
        }
        catch (EcrException exception) when (exception.Error.Kind is EcrErrorKind.AlreadyExists)
        {
            // In the way is the new rule, if its Create took effect, or the old one: never deleted, or put back by a call whose
            // response was lost. Describe may still show the old one where the new one is, so it is asked when it can't lag any more.
            var live = await finder.DescribeConsistentAsync(old.Key, deadline.WorkRemaining / 2, deadline.WorkToken);
            if (live is not null && live.Satisfies(AsDesired(old)))
            {
                return live.CreatedAt == old.CreatedAt ? Untouched : RuleRestored;
            }

            if (live is not null && !IsOwn(live, desired, timestamp))
            {
                throw;
            }

            return await RecreateAsync(old, deadline);
        }

        return RuleRestored;
    }

    private async Task<RollbackResult> RecreateAsync(LiveRule old, Deadline deadline)
    {
        await gateway.DeleteAsync(old.Key, deadline.WorkToken);
        await gateway.CreateAsync(AsDesired(old), deadline.WorkToken);
        return RuleRestored;
    }

    private static async Task<PlanFailedException> RollBackAsync(EcrException exception, RuleKey key, Func<Task<RollbackResult>> undo, string what = "It", Leftover? leftover = null)
    {
        try
        {
            var undoing = await undo();
            return new(exception, undoing.Summary, undoing.Leftover);
        }
        catch (Exception caught) when (EcrException.From(caught) is var second)
        {
            return new(
                exception,
                $"{what} could not be undone ({second.Error.Operation.Name}: {second.Error.Message}); look at the rule {key} before you deploy again.",
                leftover ?? Unknown);
        }
    }

    private static bool IsOwn(LiveRule live, PullThroughCacheRule desired, RequestTimestamp timestamp) => live.Satisfies(desired) && timestamp.Precedes(live.CreatedAt);

    private static PullThroughCacheRule AsDesired(LiveRule live) => new(
        live.Key,
        live.UpstreamRegistryUrl,
        live.UpstreamRegistry ?? "",
        live.CredentialArn,
        live.CustomRoleArn,
        live.UpstreamRepositoryPrefix,
        ValidateUpstream: false,
        OnExisting.Fail);

    private sealed record RollbackResult(string Summary, Leftover Leftover);
}
