using EcrPtcLambda.Common;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// Tries again what may have failed only because a role, a secret or a policy was made a moment ago and isn't known
/// everywhere yet: a template often makes them in the same deployment.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html"/>
internal sealed class EventualConsistencyRetry(TimeProvider clock, Backoff backoff)
{
    private static readonly TimeSpan MaxElapsed = TimeSpan.FromSeconds(20);

    /// <param name="call">What is tried.</param>
    /// <param name="passing">Another failure that may pass, where the call comes right after what it needs was made; null for none.</param>
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
                // What an earlier try may have done is still done.
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
