using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Ecr;

/// <summary>Looks for a rule that should be there: Describe may lag behind a Create for a moment.</summary>
internal sealed class RuleFinder(EcrRegistry ecr, TimeProvider clock, Func<double> random)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    /// <returns>The rule, or null where it didn't show within four seconds or the time that is left.</returns>
    public async Task<LiveRule?> FindAsync(RuleKey key, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (await ecr.DescribeAsync(key, cancellationToken) is { } live)
            {
                return live;
            }

            var delay = BackOff.EqualJitter(attempt, random);
            if (clock.GetElapsedTime(start) + delay > Longest || !await BackOff.WaitAsync(delay, clock, cancellationToken))
            {
                return null;
            }
        }
    }
}
