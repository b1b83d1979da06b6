using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.TestSupport;

namespace EcrPtc.Cli.Tests.Stacks;

/// <summary>An operation that a dead process left is carried on by the next, from wherever it was left.</summary>
public class InterruptionTests
{
    private const string First = """
        Resources:
          A:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc", EcrRepositoryPrefix: aa, UpstreamRegistryUrl: quay.io }
          B:
            Type: Custom::PullThroughCacheRule
            Properties: { ServiceToken: "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc", EcrRepositoryPrefix: bb, UpstreamRegistryUrl: quay.io }
        """;

    private static readonly string Second = First.Replace("aa, UpstreamRegistryUrl: quay.io", "a2, UpstreamRegistryUrl: quay.io", StringComparison.Ordinal)
        .Replace("bb, UpstreamRegistryUrl: quay.io", "bb, UpstreamRegistryUrl: registry.k8s.io", StringComparison.Ordinal);

    private static readonly string Failing = Second.Replace("registry.k8s.io", "wrong.example", StringComparison.Ordinal);

    [Fact]
    public Task A_creation() => AtEverySaveAsync([First], stack => stack.DeployAsync(First), ["aa quay.io", "bb quay.io"], StackStatus.CreateComplete);

    [Fact]
    public Task An_update() => AtEverySaveAsync([First, Second], stack => stack.DeployAsync(Second), ["a2 quay.io", "bb registry.k8s.io"], StackStatus.UpdateComplete);

    [Fact]
    public Task A_rollback() => AtEverySaveAsync([First, Failing], stack => stack.DeployAsync(Second), ["a2 quay.io", "bb registry.k8s.io"], StackStatus.UpdateComplete);

    [Fact]
    public Task A_deletion() => AtEverySaveAsync([First, null], stack => stack.DeployAsync(Second), ["a2 quay.io", "bb registry.k8s.io"], StackStatus.CreateComplete);

    // The last of the deployments is broken off at its first save, then at its second, and so on until it isn't broken off any more.
    private static async Task AtEverySaveAsync(string?[] deployments, Func<LocalStack, Task> next, string[] expected, StackStatus status)
    {
        for (var saves = 1; ; saves++)
        {
            var store = new MemoryStore();
            var isBrokenOff = false;
            for (var index = 0; index < deployments.Length; index++)
            {
                var breaking = index == deployments.Length - 1 ? new BreakingStore(store, saves) : null;
                await using var stack = new LocalStack(store, breaking: breaking);
                stack.Clock.Advance(TimeSpan.FromMinutes(index));
                try
                {
                    await (deployments[index] is { } template ? (Task)stack.DeployAsync(template) : stack.DeleteAsync());
                }
                catch (IOException)
                {
                    isBrokenOff = true;
                }
            }

            await using var after = new LocalStack(store);
            after.Clock.Advance(TimeSpan.FromMinutes(deployments.Length));
            await next(after);
            var live = after.Aws.LiveStack("corpus").ShouldNotBeNull($"after {saves} saves");
            live.Operation.ShouldBeNull();
            after.Aws.Emulated.Ecr.Rules.Select(rule => $"{rule.EcrRepositoryPrefix} {rule.UpstreamRegistryUrl}").ShouldBe(expected, $"after {saves} saves: {string.Join('\n', after.TakeLines())}");
            if (!isBrokenOff)
            {
                live.Status.ShouldBe(status);
                saves.ShouldBeGreaterThan(10);
                return;
            }
        }
    }
}

/// <summary>Stands for a process that is killed: after so many saves nothing is saved any more.</summary>
internal sealed class BreakingStore(IStateStore store, int saves) : IStateStore
{
    private int left = saves;

    public LocalState Load() => store.Load();

    public void Save(LocalState state)
    {
        if (Interlocked.Decrement(ref left) < 0)
        {
            throw new IOException("killed");
        }

        store.Save(state);
    }
}
