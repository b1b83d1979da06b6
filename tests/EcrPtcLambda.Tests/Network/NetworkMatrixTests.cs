using System.Collections.Concurrent;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Network;

/// <summary>
/// Every operation × every way in which the network fails, over real sockets × every plan, once and for as long as the event lasts. The response
/// arrives before the deadline and names the operation and the rule; no rule of another owner is changed; and after CloudFormation's rollback
/// what is in ECR equals what was.
/// </summary>
public sealed class NetworkMatrixTests
{
    private static readonly string[] Operations =
        ["CreatePullThroughCacheRule", "DescribePullThroughCacheRules", "UpdatePullThroughCacheRule", "DeletePullThroughCacheRule", "ValidatePullThroughCacheRule"];

    public static TheoryData<ConnectionFault> ConnectionFaults => [.. Enum.GetValues<ConnectionFault>()];

    public static TheoryData<WireFault> WireFaults => [.. Enum.GetValues<WireFault>().Except([WireFault.GoDark])];

    [Theory]
    [MemberData(nameof(ConnectionFaults))]
    public Task Nothing_is_lost_and_nothing_left_behind_however_a_connection_fails(ConnectionFault fault) =>
        LiveAsync((network, operation, times) => network.Break(operation, fault, times));

    [Theory]
    [MemberData(nameof(WireFaults))]
    public Task Nothing_is_lost_and_nothing_left_behind_however_a_call_fails(WireFault fault) =>
        LiveAsync((network, operation, times) => network.Break(operation, fault, times));

    [Fact]
    public async Task A_server_that_offers_TLS_1_1_at_most_is_not_called_untrusted()
    {
        await using var network = new NetworkLife(NetworkPlan.Create);
        network.Break("CreatePullThroughCacheRule", ConnectionFault.TlsVersion, int.MaxValue);

        (await network.LiveAsync()).ShouldBeEmpty();

        network.Reason!.ShouldContain("TLS 1.2 or newer");
        network.Reason!.ShouldNotContain("trusted");
    }

    private static async Task LiveAsync(Action<NetworkLife, string, int> @break)
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
                @break(network, life.operation, life.times);
                foreach (var failure in await network.LiveAsync().WaitAsync(cancellationToken))
                {
                    failures.Add($"{life.plan}, {life.operation} {(life.times == 1 ? "once" : "always")}: {failure}");
                }
            });

        failures.Order(StringComparer.Ordinal).ShouldBeEmpty();
    }
}
