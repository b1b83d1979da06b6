using System.Collections.Concurrent;

namespace EcrPtcLambda.Tests.Network;

/// <summary>
/// Every operation × every way in which the network fails, over real sockets × every plan, once and for as long as the event lasts. The answer
/// arrives before the deadline and names the operation and the rule; nothing of another's is touched; and after CloudFormation's rollback
/// what is in ECR equals what was.
/// </summary>
public sealed class NetworkMatrixTests
{
    private static readonly string[] Operations =
        ["CreatePullThroughCacheRule", "DescribePullThroughCacheRules", "UpdatePullThroughCacheRule", "DeletePullThroughCacheRule", "ValidatePullThroughCacheRule"];

    public static TheoryData<NetworkFault> Faults => [.. Enum.GetValues<NetworkFault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Nothing_is_lost_and_nothing_left_behind_however_a_call_fails(NetworkFault fault)
    {
        var lives =
            from operation in Operations
            from plan in Enum.GetValues<NetworkPlan>()
            from times in new[] { 1, int.MaxValue }
            select (operation, plan, times);
        var failures = new ConcurrentBag<string>();

        // Much of a life is waiting for the network.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5), TimeProvider.System);
        await Parallel.ForEachAsync(
            lives,
            new ParallelOptions { MaxDegreeOfParallelism = 30, CancellationToken = limit.Token },
            async (life, cancellationToken) =>
            {
                await using var network = new NetworkLife(life.plan);
                foreach (var failure in await network.LiveAsync(life.operation, fault, life.times).WaitAsync(cancellationToken))
                {
                    failures.Add($"{life.plan}, {life.operation} {(life.times == 1 ? "once" : "always")}: {failure}");
                }
            });

        failures.Order(StringComparer.Ordinal).ShouldBeEmpty();
    }
}
