using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// Carries a plan out, and undoes what it did where a later step fails, so that a failure leaves ECR as it was.
/// </summary>
internal sealed class PlanExecutor(EcrRegistry ecr, PropagationRetry propagation, RuleFinder finder, TimeProvider clock)
{
    private const string AsItWas = "The rule is as it was.";

    // A replacement waits until the old rule is so old, so that no two instances under one prefix have creation times that look alike.
    private static readonly TimeSpan AgeToReplace = TimeSpan.FromSeconds(3);

    // The clean-up that follows a replacement must not meet a Describe that still shows the old rule: it would delete the new one.
    private static readonly TimeSpan LongestUntilShown = TimeSpan.FromSeconds(15);

    private static readonly Leftover Nothing = new Leftover.None();
    private static readonly Leftover Unknown = new Leftover.Unknown();

    private static readonly Undoing Deleted = new("What was created has been deleted again.", Nothing);
    private static readonly Undoing NotFound = new("Nothing of it was found in Amazon ECR.", Unknown);
    private static readonly Undoing Untouched = new(AsItWas, Nothing);
    private static readonly Undoing Restored = new("The rule has its old credential again.", Nothing);
    private static readonly Undoing PutBack = new("The old rule has been put back.", Nothing);

    /// <returns>The rule as it is afterwards.</returns>
    /// <exception cref="PlanFailedException">A step failed; it says what was undone.</exception>
    public Task<LiveRule> ExecuteAsync(Plan.OfRule plan, PullThroughCacheRule desired, RequestBirth birth, Deadline deadline) => plan switch
    {
        Plan.Keep keep => Task.FromResult(keep.Live),
        Plan.Check check => CheckOnlyAsync(check.Live, check.MadeByThisRequest, desired, deadline),
        Plan.Create => CreateAsync(desired, birth, deadline),
        Plan.ChangeAuthentication change => ChangeAuthenticationAsync(change.Live, desired, deadline),
        Plan.Replace replace => ReplaceAsync(replace.Live, desired, birth, deadline),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Name, "The plan is not one that yields a rule."),
    };

    /// <summary>Deletes the rule; that there is none is as good.</summary>
    public async Task DeleteAsync(RuleKey key, CancellationToken cancellationToken) =>
        await propagation.RunAsync(token => ecr.DeleteAsync(key, token), cancellationToken);

    // Nothing is undone here: a late duplicate of a request that was answered long ago looks the same, and the rule is in use then.
    // For the same reason only ECR's own word that the credential is bad counts against a rule that was made already.
    private async Task<LiveRule> CheckOnlyAsync(LiveRule live, bool madeByThisRequest, PullThroughCacheRule desired, Deadline deadline)
    {
        try
        {
            await CheckAsync(desired, deadline.Change);
            return live;
        }
        catch (Exception caught) when (madeByThisRequest && EcrException.From(caught).Failure.Kind is not FailureKind.UpstreamRejected)
        {
            return live;
        }
        catch (Exception caught) when (EcrException.From(caught) is var exception)
        {
            throw madeByThisRequest
                ? new PlanFailedException(exception, "An earlier delivery of this request wrote the rule; undoing that is left to the rollback.", new Leftover.Created(live))
                : new PlanFailedException(exception, AsItWas, Nothing);
        }
    }

    private async Task<LiveRule> CreateAsync(PullThroughCacheRule desired, RequestBirth birth, Deadline deadline)
    {
        LiveRule created;
        bool isFound;
        try
        {
            (created, isFound) = await CreateOwnAsync(desired, birth, deadline.Change);
        }
        catch (Exception caught) when (EcrException.From(caught) is { Failure.MayHaveTakenEffect: true } exception)
        {
            throw await UndoneAsync(
                exception,
                desired.Key,
                async () => await DeleteOwnAsync(desired, birth, deadline.Work) ? Deleted : NotFound,
                what: "Amazon ECR may have made the rule all the same, and that");
        }

        if (isFound)
        {
            return await CheckOnlyAsync(created, madeByThisRequest: true, desired, deadline);
        }

        try
        {
            await CheckAsync(desired, deadline.Change, isNew: true);
            return created;
        }
        catch (Exception caught) when (EcrException.From(caught) is var exception)
        {
            throw await UndoneAsync(
                exception,
                desired.Key,
                async () =>
                {
                    await DeleteAsync(desired.Key, deadline.Work);
                    return Deleted;
                },
                leftover: new Leftover.Created(created));
        }
    }

    // The SDK sends a request again whose answer was lost, and Lambda an event: then the rule that exists is our own, if perhaps
    // another delivery's.
    private async Task<(LiveRule Rule, bool IsFound)> CreateOwnAsync(PullThroughCacheRule desired, RequestBirth birth, CancellationToken cancellationToken)
    {
        try
        {
            return (await propagation.RunAsync(token => ecr.CreateAsync(desired, token), cancellationToken), IsFound: false);
        }
        catch (EcrException exception) when (exception.Failure.Kind is FailureKind.AlreadyExists)
        {
            if (await FindOwnAsync(desired, birth, cancellationToken) is { } own)
            {
                return (own, IsFound: true);
            }

            throw;
        }
    }

    private async Task<LiveRule> ChangeAuthenticationAsync(LiveRule live, PullThroughCacheRule desired, Deadline deadline)
    {
        try
        {
            var updated = await propagation.RunAsync(token => ecr.UpdateAsync(live, desired.CredentialArn, desired.CustomRoleArn, token), deadline.Change);
            await CheckAsync(desired, deadline.Change);
            return updated;
        }
        catch (Exception caught) when (EcrException.From(caught) is { Failure.Kind: not FailureKind.NotFound } exception)
        {
            throw exception.Failure is { Operation: "UpdatePullThroughCacheRule", MayHaveTakenEffect: false }
                ? new PlanFailedException(exception, AsItWas, Nothing)
                : await UndoneAsync(exception, live.Key, () => RestoreAuthenticationAsync(live, deadline));
        }
    }

    private async Task<LiveRule> ReplaceAsync(LiveRule live, PullThroughCacheRule desired, RequestBirth birth, Deadline deadline)
    {
        var wait = UntilReplaceable(live);
        if (deadline.ChangeRemaining - wait < deadline.UndoReserve)
        {
            throw new PlanFailedException(
                new EcrException(new(FailureKind.OutOfTime, "The replacement", "OutOfTime", "too little time is left to replace the rule and to put it back if that fails")),
                AsItWas,
                Nothing);
        }

        if (wait > TimeSpan.Zero)
        {
            await BackOff.WaitAsync(wait, clock, deadline.Change);
        }

        LiveRule? created = null;
        try
        {
            await propagation.RunAsync(token => ecr.DeleteAsync(live.Key, token), deadline.Change);
            (created, _) = await CreateOwnAsync(desired, birth, deadline.Change);
            await CheckAsync(desired, deadline.Change, isNew: true);
        }
        catch (Exception caught) when (EcrException.From(caught) is { Failure: { Operation: "DeletePullThroughCacheRule", MayHaveTakenEffect: false } } exception)
        {
            throw new PlanFailedException(exception, AsItWas, Nothing);
        }
        catch (Exception caught) when (EcrException.From(caught) is var exception)
        {
            throw await UndoneAsync(exception, live.Key, () => PutBackAsync(live, desired, birth, isReplaced: created is not null, deadline));
        }

        await WaitUntilShownAsync(created, desired, deadline);
        return created;
    }

    private TimeSpan UntilReplaceable(LiveRule live)
    {
        var age = clock.GetUtcNow() - live.CreatedAt ?? AgeToReplace;
        return age < TimeSpan.Zero ? AgeToReplace : age < AgeToReplace ? AgeToReplace - age : TimeSpan.Zero;
    }

    // The rule is in place: that nobody can look doesn't undo it.
    private async Task WaitUntilShownAsync(LiveRule created, PullThroughCacheRule desired, Deadline deadline)
    {
        var atMost = deadline.WorkRemaining / 2;
        try
        {
            await finder.FindAsync(created.Key, live => created.Instance.Is(live, desired), deadline.Work, atMost < LongestUntilShown ? atMost : LongestUntilShown);
        }
        catch (EcrException)
        {
            // The clean-up comes with the answer, and looks for itself.
            await finder.WaitOutAsync(atMost, deadline.Work);
        }
    }

    private async Task CheckAsync(PullThroughCacheRule desired, CancellationToken cancellationToken, bool isNew = false)
    {
        if (desired is { ValidateUpstream: true, CredentialArn: not null })
        {
            await propagation.RunAsync(
                async token =>
                {
                    await ecr.ValidateAsync(desired.Key, token);
                    return true;
                },
                cancellationToken,
                isNew ? FailureKind.NotFound : null);
        }
    }

    private async Task<LiveRule?> FindOwnAsync(PullThroughCacheRule desired, RequestBirth birth, CancellationToken cancellationToken) =>
        await finder.FindAsync(desired.Key, live => IsOwn(live, desired, birth), cancellationToken);

    private async Task<bool> DeleteOwnAsync(PullThroughCacheRule desired, RequestBirth birth, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(desired, birth, cancellationToken) is not { Key: var key })
        {
            return false;
        }

        await DeleteAsync(key, cancellationToken);
        return true;
    }

    private async Task<Undoing> RestoreAuthenticationAsync(LiveRule old, Deadline deadline)
    {
        if (old is not { CredentialArn: null, CustomRoleArn: null })
        {
            await ecr.UpdateAsync(old, old.CredentialArn, old.CustomRoleArn, deadline.Work);
            return Restored;
        }

        // What was set can be taken away by a replacement alone, which isn't begun for a rule that may be as it was.
        if (await finder.LookAgainAsync(old.Key, deadline.WorkRemaining / 2, deadline.Work) is { } live && live.HasAuthenticationOf(AsDesired(old)))
        {
            return Untouched;
        }

        return await BringBackAsync(old, deadline);
    }

    private async Task<Undoing> PutBackAsync(LiveRule old, PullThroughCacheRule desired, RequestBirth birth, bool isReplaced, Deadline deadline)
    {
        if (isReplaced)
        {
            await ecr.DeleteAsync(old.Key, deadline.Work);
        }

        try
        {
            await ecr.CreateAsync(AsDesired(old), deadline.Work);
        }
        catch (EcrException exception) when (exception.Failure.Kind is FailureKind.AlreadyExists)
        {
            // In the way is the new rule, if its Create took effect, or the old one: never deleted, or put back by a call whose
            // answer was lost. Describe may still show the old one where the new one is, so it is asked when it can't lag any more.
            var live = await finder.LookAgainAsync(old.Key, deadline.WorkRemaining / 2, deadline.Work);
            if (live is not null && live.Satisfies(AsDesired(old)))
            {
                return live.CreatedAt == old.CreatedAt ? Untouched : PutBack;
            }

            if (live is not null && !IsOwn(live, desired, birth))
            {
                throw;
            }

            return await BringBackAsync(old, deadline);
        }

        return PutBack;
    }

    private async Task<Undoing> BringBackAsync(LiveRule old, Deadline deadline)
    {
        await ecr.DeleteAsync(old.Key, deadline.Work);
        await ecr.CreateAsync(AsDesired(old), deadline.Work);
        return PutBack;
    }

    private static async Task<PlanFailedException> UndoneAsync(EcrException exception, RuleKey key, Func<Task<Undoing>> undo, string what = "It", Leftover? leftover = null)
    {
        try
        {
            var undoing = await undo();
            return new(exception, undoing.Aftermath, undoing.Leftover);
        }
        catch (Exception caught) when (EcrException.From(caught) is var second)
        {
            return new(
                exception,
                $"{what} could not be undone ({second.Failure.Operation}: {second.Failure.Message}); look at the rule {key} before you deploy again.",
                leftover ?? Unknown);
        }
    }

    private static bool IsOwn(LiveRule live, PullThroughCacheRule desired, RequestBirth birth) => live.Satisfies(desired) && birth.IsBefore(live.CreatedAt);

    private static PullThroughCacheRule AsDesired(LiveRule live) => new(
        live.Key,
        live.UpstreamRegistryUrl,
        live.UpstreamRegistry ?? "",
        live.CredentialArn,
        live.CustomRoleArn,
        live.UpstreamRepositoryPrefix,
        ValidateUpstream: false,
        OnExisting.Fail);

    private sealed record Undoing(string Aftermath, Leftover Leftover);
}
