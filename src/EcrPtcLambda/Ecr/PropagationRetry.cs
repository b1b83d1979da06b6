namespace EcrPtcLambda.Ecr;

/// <summary>
/// Tries again what may have failed only because a role, a secret or a policy was made a moment ago and isn't known
/// everywhere yet: a template often makes them in the same deployment.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html"/>
internal sealed class PropagationRetry(TimeProvider clock, Func<double> random)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <param name="call">What is tried.</param>
    /// <param name="passing">Another failure that may pass, where the call comes right after what it needs was made; null for none.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, FailureKind? passing = null)
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
                mayHaveTakenEffect |= exception.Failure.MayHaveTakenEffect;
                failure = new(exception.Failure with { MayHaveTakenEffect = mayHaveTakenEffect }, exception.InnerException);
            }

            if (failure.Failure.Kind != passing && !MayPass(failure.Failure.Kind))
            {
                throw failure;
            }

            var delay = BackOff.EqualJitter(attempt, random);
            if (clock.GetElapsedTime(start) + delay > Longest || !await BackOff.WaitAsync(delay, clock, cancellationToken))
            {
                throw failure;
            }
        }
    }

    private static bool MayPass(FailureKind kind) =>
        kind is FailureKind.UnableToAccessSecret or FailureKind.SecretNotFound or FailureKind.AccessDenied;
}
