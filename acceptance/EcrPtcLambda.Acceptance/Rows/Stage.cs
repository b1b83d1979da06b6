using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Aws;
using EcrPtcLambda.Acceptance.Handler;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtcLambda.Acceptance.Rows;

/// <summary>What a row is lived on: the handler, the registry, and a stack's resources.</summary>
/// <param name="handler">The handler.</param>
/// <param name="registry">The registry.</param>
/// <param name="recorder">Tells what the handler wrote.</param>
/// <param name="prefix">What every prefix of the row's begins with.</param>
/// <param name="region">The Region.</param>
/// <param name="clock">What waits go by.</param>
/// <param name="cancellationToken">Ends the run.</param>
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

    /// <summary>Ends the run.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>How many calls the handler made since the row began that can change a rule.</summary>
    public int HandlerWrites => recorder.Calls.Skip(firstCall).Count(call => call.Caller is RecordedCaller.Handler && Writes.Contains(call.Operation));

    /// <summary>How many calls the handler made since the row began.</summary>
    public int HandlerCalls => recorder.Calls.Skip(firstCall).Count(call => call.Caller is RecordedCaller.Handler);

    /// <summary>Every prefix that a row can have.</summary>
    /// <param name="prefix">What they begin with.</param>
    public static IReadOnlyList<string> Prefixes(string prefix) => [prefix, $"{prefix}/", $"{prefix}a", $"{prefix}b"];

    /// <summary>A prefix of the row's own.</summary>
    /// <param name="which">Tells it from the row's others: nothing, a slash, a or b.</param>
    public string Prefix(string which = "") => prefix + which;

    /// <summary>A resource of a stack of its own.</summary>
    public StackResource NewResource() => new(handler, registry.AccountId, region, cancellationToken);

    /// <summary>The properties of a rule.</summary>
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

    /// <summary>Makes a rule by hand.</summary>
    public async Task<RegistryRule> MakeByHandAsync(Upstream upstream, string which = "")
    {
        var reply = await registry.CreateAsync(Prefix(which), Members(upstream), cancellationToken);
        Expect.That(reply.Code is null, $"making the rule {Prefix(which)} by hand: {reply.Code}: {reply.Text}");
        return await RuleAsync(which);
    }

    /// <summary>Deletes a rule by hand.</summary>
    public async Task DeleteByHandAsync(string which = "")
    {
        var reply = await registry.DeleteAsync(Prefix(which), cancellationToken);
        Expect.That(reply.Code is null, $"deleting the rule {Prefix(which)} by hand: {reply.Code}: {reply.Text}");
    }

    /// <summary>The rule that is there; waits a little for it to show.</summary>
    public async Task<RegistryRule> RuleAsync(string which = "", Upstream? upstream = null) =>
        await FindAsync(which, rule => rule is not null && (upstream is null || rule.UpstreamRegistryUrl == upstream.Url))
        ?? throw new RowFailedException($"the rule {Prefix(which)} is not there{(upstream is null ? "" : $", with the upstream {upstream.Url}")}");

    /// <summary>Expects that there is no rule; waits a little for it to go.</summary>
    public async Task ExpectNoRuleAsync(string which = "")
    {
        var rule = await FindAsync(which, rule => rule is null);
        Expect.That(rule is null, $"the rule {Prefix(which)} is there still");
    }

    /// <summary>Expects the very rule that was there before.</summary>
    public async Task ExpectSameRuleAsync(RegistryRule before, string which = "")
    {
        var now = await FindAsync(which, rule => rule == before);
        Expect.That(now is not null, $"the rule {Prefix(which)} is gone");
        Expect.That(now == before, $"the rule {Prefix(which)} is another or was changed: {now}, before {before}");
    }

    /// <summary>
    /// Expects the ID of an equal rule that took another's place: the old one's where the two were created within a minute, since the old
    /// one's clean-up would take the new rule for it; a new one otherwise.
    /// </summary>
    public static void ExpectIdOf(CloudFormationResponse created, RegistryRule old, CloudFormationResponse updated, RegistryRule made)
    {
        var isClose = made.CreatedAtTime - old.CreatedAtTime <= TimeSpan.FromMinutes(1);
        Expect.That(updated.PhysicalResourceId == created.PhysicalResourceId == isClose, $"the ID {created.PhysicalResourceId} became {updated.PhysicalResourceId}, for rules created at {old.CreatedAtTime:O} and {made.CreatedAtTime:O}");
    }

    /// <summary>Waits, so that two moments differ by more than the clocks may.</summary>
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

/// <summary>Says in words what went otherwise.</summary>
internal static class Expect
{
    /// <exception cref="RowFailedException">It doesn't hold.</exception>
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new RowFailedException(otherwise);
        }
    }
}
