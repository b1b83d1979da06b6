using EcrPtcLambda.CloudFormation;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// Carries a plan out, and undoes what it did where a later step fails, so that a failure leaves ECR as it was.
/// </summary>
internal sealed class PlanExecutor(EcrRegistry ecr, PropagationRetry propagation, RuleFinder finder)
{
    private const string CreatedAndDeleted = "What was created has been deleted again.";

    /// <returns>The rule as it is afterwards.</returns>
    /// <exception cref="PlanFailedException">A step failed; it says what was undone.</exception>
    public Task<LiveRule> ExecuteAsync(Plan plan, PullThroughCacheRule desired, RequestBirth birth, Deadline deadline) => plan switch
    {
        Plan.Keep keep => Task.FromResult(keep.Live),
        Plan.Resume resume => ResumeAsync(resume, desired, deadline),
        Plan.Create => CreateAsync(desired, birth, deadline),
        Plan.ChangeAuthentication change => ChangeAuthenticationAsync(change.Live, desired, deadline),
        Plan.Replace replace => ReplaceAsync(replace.Live, desired, birth, deadline),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Name, "The plan is not one that yields a rule."),
    };

    /// <summary>Deletes the rule; that there is none is as good.</summary>
    public async Task DeleteAsync(RuleKey key, CancellationToken cancellationToken) =>
        await propagation.RunAsync(token => ecr.DeleteAsync(key, token), cancellationToken);

    private async Task<LiveRule> ResumeAsync(Plan.Resume resume, PullThroughCacheRule desired, Deadline deadline)
    {
        try
        {
            await CheckAsync(desired, deadline.Change);
            return resume.Live;
        }
        catch (EcrException exception)
        {
            throw await UndoneAsync(exception, CreatedAndDeleted, desired.Key, () => DeleteAsync(desired.Key, deadline.Work));
        }
    }

    private async Task<LiveRule> CreateAsync(PullThroughCacheRule desired, RequestBirth birth, Deadline deadline)
    {
        LiveRule created;
        try
        {
            created = await CreateOwnAsync(desired, birth, deadline.Change);
        }
        catch (EcrException exception) when (MayHaveTakenEffect(exception))
        {
            throw await UndoneAsync(
                exception, "Nothing of it was found in Amazon ECR.", desired.Key, () => DeleteOwnAsync(desired, birth, deadline.Work), isUnsure: true);
        }

        try
        {
            await CheckAsync(desired, deadline.Change);
            return created;
        }
        catch (EcrException exception)
        {
            throw await UndoneAsync(exception, CreatedAndDeleted, desired.Key, () => DeleteAsync(desired.Key, deadline.Work));
        }
    }

    // The SDK sends a request again whose answer was lost, and Lambda an event: then the rule that exists is our own.
    private async Task<LiveRule> CreateOwnAsync(PullThroughCacheRule desired, RequestBirth birth, CancellationToken cancellationToken)
    {
        try
        {
            return await propagation.RunAsync(token => ecr.CreateAsync(desired, token), cancellationToken);
        }
        catch (EcrException exception) when (exception.Failure.Kind is FailureKind.AlreadyExists)
        {
            if (await FindOwnAsync(desired, birth, cancellationToken) is { } own)
            {
                return own;
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
        catch (EcrException exception) when (exception.Failure.Kind is not FailureKind.NotFound)
        {
            throw exception.Failure.Operation == "UpdatePullThroughCacheRule" && !MayHaveTakenEffect(exception)
                ? new PlanFailedException(exception, "The rule is as it was.")
                : await UndoneAsync(exception, "The rule has its old credential again.", live.Key, () => RestoreAuthenticationAsync(live, deadline.Work));
        }
    }

    private async Task<LiveRule> ReplaceAsync(LiveRule live, PullThroughCacheRule desired, RequestBirth birth, Deadline deadline)
    {
        if (deadline.ChangeRemaining < deadline.UndoReserve)
        {
            throw new PlanFailedException(
                new EcrException(new(FailureKind.OutOfTime, "The replacement", "OutOfTime", "too little time is left to replace the rule and to put it back if that fails")),
                "The rule is as it was.");
        }

        try
        {
            await propagation.RunAsync(token => ecr.DeleteAsync(live.Key, token), deadline.Change);
            var created = await CreateOwnAsync(desired, birth, deadline.Change);
            await CheckAsync(desired, deadline.Change);
            return created;
        }
        catch (EcrException exception) when (exception.Failure is { Operation: "DeletePullThroughCacheRule" } && !MayHaveTakenEffect(exception))
        {
            throw new PlanFailedException(exception, "The rule is as it was.");
        }
        catch (EcrException exception)
        {
            throw await UndoneAsync(exception, "The old rule has been put back.", live.Key, () => PutBackAsync(live, desired, birth, deadline.Work));
        }
    }

    private async Task CheckAsync(PullThroughCacheRule desired, CancellationToken cancellationToken)
    {
        if (desired is { ValidateUpstream: true, CredentialArn: not null })
        {
            await propagation.RunAsync(
                async token =>
                {
                    await ecr.ValidateAsync(desired.Key, token);
                    return true;
                },
                cancellationToken);
        }
    }

    private async Task<LiveRule?> FindOwnAsync(PullThroughCacheRule desired, RequestBirth birth, CancellationToken cancellationToken) =>
        await finder.FindAsync(desired.Key, cancellationToken) is { } live && live.Satisfies(desired) && birth.IsBefore(live.CreatedAt)
            ? live
            : null;

    private async Task DeleteOwnAsync(PullThroughCacheRule desired, RequestBirth birth, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(desired, birth, cancellationToken) is { Key: var key })
        {
            await DeleteAsync(key, cancellationToken);
        }
    }

    private async Task RestoreAuthenticationAsync(LiveRule old, CancellationToken cancellationToken)
    {
        if (old is { CredentialArn: null, CustomRoleArn: null })
        {
            await ecr.DeleteAsync(old.Key, cancellationToken);
            await ecr.CreateAsync(AsDesired(old), cancellationToken);
        }
        else
        {
            await ecr.UpdateAsync(old, old.CredentialArn, old.CustomRoleArn, cancellationToken);
        }
    }

    private async Task PutBackAsync(LiveRule old, PullThroughCacheRule desired, RequestBirth birth, CancellationToken cancellationToken)
    {
        try
        {
            await ecr.CreateAsync(AsDesired(old), cancellationToken);
        }
        catch (EcrException exception) when (exception.Failure.Kind is FailureKind.AlreadyExists)
        {
            // What is in the way is the new rule, if its Create took effect, or the old one, put back by a call whose answer was lost.
            await DeleteOwnAsync(desired, birth, cancellationToken);
            if (await ecr.DescribeAsync(old.Key, cancellationToken) is not { } live || !live.Satisfies(AsDesired(old)))
            {
                await ecr.CreateAsync(AsDesired(old), cancellationToken);
            }
        }
    }

    private static async Task<PlanFailedException> UndoneAsync(
        EcrException exception, string aftermath, RuleKey key, Func<Task> undo, bool isUnsure = false)
    {
        try
        {
            await undo();
            return new(exception, aftermath, isUnsure);
        }
        catch (EcrException undoing)
        {
            return new(
                exception,
                $"It could not be undone ({undoing.Failure.Operation}: {undoing.Failure.Message}); look at the rule {key} before you deploy again.",
                mayBeLeftBehind: true);
        }
    }

    private static bool MayHaveTakenEffect(EcrException exception) =>
        exception.Failure.Kind is FailureKind.OutOfTime or FailureKind.Network or FailureKind.Tls or FailureKind.ServerError or FailureKind.Other;

    private static PullThroughCacheRule AsDesired(LiveRule live) => new(
        live.Key,
        live.UpstreamRegistryUrl,
        live.UpstreamRegistry ?? "",
        live.CredentialArn,
        live.CustomRoleArn,
        live.UpstreamRepositoryPrefix,
        ValidateUpstream: false,
        OnExisting.Fail);
}
