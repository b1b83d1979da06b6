using EcrPtcLambda.Common;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>Looks for a rule.</summary>
internal sealed class RuleFinder(EcrGateway gateway, EventualConsistencyRetry retry, TimeProvider clock, Backoff backoff)
{
    // How far Describe is assumed to lag behind a write.
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(5);

    /// <summary>What is there, as the first call of a request: the function's own role may not be known everywhere yet.</summary>
    public Task<LiveRule?> DescribeAsync(RuleKey key, CancellationToken cancellationToken) =>
        retry.RunAsync(token => gateway.DescribeAsync(key, token), cancellationToken);

    /// <summary>Waits until Describe can no longer lag behind a write that came just before.</summary>
    /// <param name="atMost">The longest wait that there is time for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitOutAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        backoff.WaitAsync(atMost < MaxLag ? atMost : MaxLag, cancellationToken);

    /// <summary>Looks once more when Describe can no longer lag behind a write that came just before.</summary>
    /// <param name="key">The rule.</param>
    /// <param name="atMost">The longest wait that there is time for.</param>
    /// <param name="cancellationToken">Ends both wait and look.</param>
    /// <exception cref="EcrException">ECR failed, or too little time is left to be sure.</exception>
    public async Task<LiveRule?> DescribeConsistentAsync(RuleKey key, TimeSpan atMost, CancellationToken cancellationToken)
    {
        await WaitOutAsync(atMost, cancellationToken);
        return await DescribeAsync(key, cancellationToken);
    }

    /// <summary>
    /// Looks again and again for a rule that should be there: Describe may lag behind a Create for a moment, and behind the Delete
    /// of what was there before.
    /// </summary>
    /// <param name="key">Where the rule should be.</param>
    /// <param name="isMeant">Whether a rule that is there is the one.</param>
    /// <param name="cancellationToken">Ends both waits and looks.</param>
    /// <param name="atMost">How long to look; null for five seconds.</param>
    /// <returns>The rule, or null where it didn't show in that time or the time that is left.</returns>
    public async Task<LiveRule?> FindAsync(RuleKey key, Predicate<LiveRule> isMeant, CancellationToken cancellationToken, TimeSpan? atMost = null)
    {
        var start = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (await gateway.DescribeAsync(key, cancellationToken) is { } live && isMeant(live))
            {
                return live;
            }

            // The last look is at the very end: a rule that shows after half of the time must not be missed for want of a whole delay.
            var left = (atMost ?? MaxLag) - clock.GetElapsedTime(start);
            var delay = backoff.EqualJitter(attempt);
            if (left <= TimeSpan.Zero || !await backoff.WaitAsync(delay < left ? delay : left, cancellationToken))
            {
                return null;
            }
        }
    }
}
