using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Acceptance.Handler;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>The environment of a row: the handler, the registry, and the resources of a stack.</summary>
/// <param name="handler">The handler.</param>
/// <param name="registry">The registry.</param>
/// <param name="recorder">Provides the handler's calls.</param>
/// <param name="prefix">The common prefix of the row's rules.</param>
/// <param name="region">The Region.</param>
/// <param name="clock">Measures waits.</param>
/// <param name="cancellationToken">Cancels the run.</param>
internal sealed class Stage(HandlerProcess handler, Registry registry, Recorder recorder, string prefix, string region, TimeProvider clock, CancellationToken cancellationToken)
{
    // Describe may lag behind a write.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(10);

    private static readonly string[] Writes = ["CreatePullThroughCacheRule", "UpdatePullThroughCacheRule", "DeletePullThroughCacheRule"];

    private readonly int firstCall = recorder.Calls.Count;

    /// <summary>The registry.</summary>
    public Registry Registry => registry;

    /// <summary>The Region.</summary>
    public string Region => region;

    /// <summary>Cancels the run.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The number of the handler's calls since the start of the row that can change a rule.</summary>
    public int HandlerWrites => recorder.Calls.Skip(firstCall).Count(call => call.Caller is RecordedCaller.Handler && Writes.Contains(call.Operation));

    /// <summary>The number of the handler's calls since the start of the row.</summary>
    public int HandlerCalls => recorder.Calls.Skip(firstCall).Count(call => call.Caller is RecordedCaller.Handler);

    /// <summary>Returns all prefixes that a row can use.</summary>
    /// <param name="prefix">Their common prefix.</param>
    public static IReadOnlyList<string> Prefixes(string prefix) => [prefix, $"{prefix}/", $"{prefix}a", $"{prefix}b"];

    /// <summary>Returns a prefix of the row.</summary>
    /// <param name="which">Distinguishes the row's prefixes: empty, a slash, a or b.</param>
    public string Prefix(string which = "") => prefix + which;

    /// <summary>Creates a resource in its own stack.</summary>
    public StackResource NewResource() => new(handler, registry.AccountId, region, cancellationToken);

    /// <summary>Returns the properties of a rule.</summary>
    public JsonObject Properties(Upstream upstream, string which = "", params (string Name, string Value)[] more)
    {
        var properties = new JsonObject { ["EcrRepositoryPrefix"] = Prefix(which), ["UpstreamRegistryUrl"] = upstream.Url };
        if (upstream.CredentialArn is not null)
        {
            properties["CredentialArn"] = upstream.CredentialArn;
        }

        foreach (var (name, value) in more)
        {
            properties[name] = value;
        }

        return properties;
    }

    /// <summary>Creates a rule outside the stack.</summary>
    public async Task<RegistryRule> MakeByHandAsync(Upstream upstream, string which = "")
    {
        var reply = await registry.CreateAsync(Prefix(which), Members(upstream), cancellationToken);
        Expect.That(reply.Code is null, $"making the rule {Prefix(which)} by hand: {reply.Code}: {reply.Text}");
        return await RuleAsync(which);
    }

    /// <summary>Deletes a rule outside the stack.</summary>
    public async Task DeleteByHandAsync(string which = "")
    {
        var reply = await registry.DeleteAsync(Prefix(which), cancellationToken);
        Expect.That(reply.Code is null, $"deleting the rule {Prefix(which)} by hand: {reply.Code}: {reply.Text}");
    }

    /// <summary>Returns the existing rule, after a short wait if necessary.</summary>
    public async Task<RegistryRule> RuleAsync(string which = "", Upstream? upstream = null) =>
        await FindAsync(which, rule => rule is not null && (upstream is null || rule.UpstreamRegistryUrl == upstream.Url))
        ?? throw new RowFailedException($"the rule {Prefix(which)} is not there{(upstream is null ? "" : $", with the upstream {upstream.Url}")}");

    /// <summary>Requires that the rule doesn't exist, after a short wait if necessary.</summary>
    public async Task ExpectNoRuleAsync(string which = "")
    {
        var rule = await FindAsync(which, rule => rule is null);
        Expect.That(rule is null, $"the rule {Prefix(which)} is there still");
    }

    /// <summary>Requires that the rule is unchanged.</summary>
    public async Task ExpectSameRuleAsync(RegistryRule before, string which = "")
    {
        var now = await FindAsync(which, rule => rule == before);
        Expect.That(now is not null, $"the rule {Prefix(which)} is gone");
        Expect.That(now == before, $"the rule {Prefix(which)} is another or was changed: {now}, before {before}");
    }

    /// <summary>
    /// Requires the expected ID of an equal rule that replaced another: the previous ID if both rules were created within one minute,
    /// because the cleanup of the previous ID would otherwise delete the new rule; a new ID if not.
    /// </summary>
    public static void ExpectIdOf(CloudFormationResponse created, RegistryRule old, CloudFormationResponse updated, RegistryRule made)
    {
        var isClose = made.CreatedAtTime - old.CreatedAtTime <= TimeSpan.FromMinutes(1);
        Expect.That(updated.PhysicalResourceId == created.PhysicalResourceId == isClose, $"the ID {created.PhysicalResourceId} became {updated.PhysicalResourceId}, for rules created at {old.CreatedAtTime:O} and {made.CreatedAtTime:O}");
    }

    /// <summary>Waits, so that two times differ by more than the clocks can.</summary>
    public Task WaitAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), clock, cancellationToken);

    private static JsonObject Members(Upstream upstream)
    {
        var members = new JsonObject { ["upstreamRegistryUrl"] = upstream.Url };
        if (upstream.CredentialArn is not null)
        {
            members["credentialArn"] = upstream.CredentialArn;
        }

        return members;
    }

    private async Task<RegistryRule?> FindAsync(string which, Predicate<RegistryRule?> isMeant)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var rule = await registry.FindAsync(Prefix(which), cancellationToken);
            if (isMeant(rule) || clock.GetElapsedTime(start) > Lag)
            {
                return rule;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
        }
    }
}

/// <summary>Checks conditions.</summary>
internal static class Expect
{
    /// <exception cref="RowFailedException">The condition is false.</exception>
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new RowFailedException(otherwise);
        }
    }
}
