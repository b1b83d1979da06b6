using EcrPtcLambda.Common;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Lifecycle;

/// <summary>Finds a rule in Amazon ECR.</summary>
internal sealed class RuleFinder(EcrGateway gateway, EventualConsistencyRetry retry, TimeProvider clock, Backoff backoff)
{
    // The assumed maximum delay before Describe reflects a write.
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Describes the rule as the first call of a request, when the function's own role may not be visible everywhere yet.
    /// </summary>
    public Task<LiveRule?> DescribeAsync(RuleKey key, CancellationToken cancellationToken) =>
        retry.RunAsync(token => gateway.DescribeAsync(key, token), cancellationToken);

    /// <summary>Waits for the maximum delay with which Describe reflects a preceding write.</summary>
    /// <param name="atMost">The time that is available for the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitOutAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        backoff.WaitAsync(atMost < MaxLag ? atMost : MaxLag, cancellationToken);

    /// <summary>Describes the rule again, after the maximum delay with which Describe reflects a preceding write.</summary>
    /// <param name="key">The rule.</param>
    /// <param name="atMost">The longest wait that the deadline allows.</param>
    /// <param name="cancellationToken">Cancels the wait and the call.</param>
    /// <exception cref="EcrException">The call failed, or too little time is left for a reliable result.</exception>
    public async Task<LiveRule?> DescribeConsistentAsync(RuleKey key, TimeSpan atMost, CancellationToken cancellationToken)
    {
        await WaitOutAsync(atMost, cancellationToken);
        return await DescribeAsync(key, cancellationToken);
    }

    /// <summary>
    /// Polls for a rule that should exist. Describe may not show a new rule, or may still show the deleted rule that it replaces, for a
    /// short time.
    /// </summary>
    /// <param name="key">The expected rule.</param>
    /// <param name="isMeant">True for the expected rule, false for another rule with the same key.</param>
    /// <param name="cancellationToken">Cancels the waits and the calls.</param>
    /// <param name="atMost">The time limit. The default is five seconds.</param>
    /// <returns>The rule, or null if it didn't appear within the limit or before the deadline.</returns>
    public async Task<LiveRule?> FindAsync(RuleKey key, Predicate<LiveRule> isMeant, CancellationToken cancellationToken, TimeSpan? atMost = null)
    {
        var start = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (await gateway.DescribeAsync(key, cancellationToken) is { } live && isMeant(live))
            {
                return live;
            }

            // The last call is at the very end, so that a rule that appears after half of the time isn't missed for lack of a full delay.
            var left = (atMost ?? MaxLag) - clock.GetElapsedTime(start);
            var delay = backoff.EqualJitter(attempt);
            if (left <= TimeSpan.Zero || !await backoff.WaitAsync(delay < left ? delay : left, cancellationToken))
            {
                return null;
            }
        }
    }
}
