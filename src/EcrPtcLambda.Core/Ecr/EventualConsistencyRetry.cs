using EcrPtcLambda.Common;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// Retries calls that can fail only because a role, a secret or a policy was created recently and isn't visible everywhere yet. Templates
/// often create them in the same deployment.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html"/>
internal sealed class EventualConsistencyRetry(TimeProvider clock, Backoff backoff)
{
    private static readonly TimeSpan MaxElapsed = TimeSpan.FromSeconds(20);

    /// <param name="call">The call.</param>
    /// <param name="passing">
    /// An additional error that can be temporary if the call directly follows the creation of its dependency. Null for none.
    /// </param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, EcrErrorKind? passing = null)
    {
        var start = clock.GetTimestamp();
        var mayHaveTakenEffect = false;
        for (var attempt = 1; ; attempt++)
        {
            EcrException failure;
            try
            {
                return await call(cancellationToken);
            }
            catch (EcrException exception)
            {
                // The effect of an earlier attempt persists.
                mayHaveTakenEffect |= exception.Error.MayHaveTakenEffect;
                failure = new(exception.Error with { MayHaveTakenEffect = mayHaveTakenEffect }, exception.InnerException);
            }

            if (failure.Error.Kind != passing && !MayPass(failure.Error.Kind))
            {
                throw failure;
            }

            var delay = backoff.EqualJitter(attempt);
            if (clock.GetElapsedTime(start) + delay > MaxElapsed || !await backoff.WaitAsync(delay, cancellationToken))
            {
                throw failure;
            }
        }
    }

    private static bool MayPass(EcrErrorKind kind) =>
        kind is EcrErrorKind.UnableToAccessSecret or EcrErrorKind.SecretNotFound or EcrErrorKind.AccessDenied;
}
