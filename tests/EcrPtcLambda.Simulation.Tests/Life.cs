using System.Globalization;
using System.Text.Json.Nodes;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Secrets;
using EcrPtcLambda.Local.Display;
using EcrPtcLambda.Local.Resources;
using EcrPtcLambda.Local.Stacks;
using EcrPtcLambda.Local.State;
using EcrPtcLambda.Tests.Support;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// Random stacks through a random life: deployments, deletions, rules made and removed by hand, under faults. Each step draws from
/// a generator of its own, so that a life can be lived again without some of its steps.
/// </summary>
/// <param name="seed">Decides everything.</param>
/// <param name="without">Steps that are left out.</param>
/// <param name="faultless">Steps during which nothing goes wrong.</param>
internal sealed class Life(int seed, IReadOnlySet<int> without, IReadOnlySet<int> faultless) : IDisposable
{
    public const int MostSteps = 9;

    private static readonly string[] StackNames = ["red", "blue"];

    private readonly VirtualTime clock = new(TimeProvider.System.GetUtcNow());
    private readonly List<string> story = [];
    private readonly Dictionary<string, EmulatedRule> foreign = [];
    private readonly Dictionary<string, Dictionary<string, RuleChoice>> templates = [];
    private readonly HashSet<string> excused = [];
    private readonly HashSet<(string Prefix, DateTimeOffset CreatedAt)> handMade = [];
    private LocalAws aws = null!;

    /// <summary>What happened, for the reader of a failure.</summary>
    public IReadOnlyList<string> Story => story;

    /// <summary>Lives it.</summary>
    /// <exception cref="BrokenInvariantException">Something was lost, left behind, or touched that wasn't the stack's.</exception>
    public async Task LiveAsync()
    {
        var random = new Random(seed);
        using var emulated = new EmulatedAws(new() { Clock = clock });
        emulated.Ecr.DescribeLag = TimeSpan.FromSeconds(random.Next(4) switch { 0 => 1, 1 => 3, _ => 0 });
        aws = new(emulated, new Forgetful());
        emulated.Journal.Recorded += (_, call) => Tell($"      {call.At:HH:mm:ss.fff} {call.Operation} {CallSummary.Of(call)}");
        aws.PutSecret(RuleChoice.Credentials[0], SecretState.Good);
        aws.PutSecret(RuleChoice.Credentials[1], SecretState.Good);
        aws.PutSecret(RuleChoice.RejectedCredential, SecretState.BadCredentials);
        var lambda = new SimulatedLambda(aws, clock, random, TimeSpan.FromSeconds(1.5 * ((2 * random.NextDouble()) - 1))) { Timeout = TimeSpan.FromSeconds(random.Next(3) == 0 ? 30 : 120) };
        await using var custom = new CustomResource(lambda, emulated.Responses, clock, [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)]);
        var engine = new StackEngine(aws, new(aws, custom), clock, Note);

        for (var step = 0; step < MostSteps; step++)
        {
            if (without.Contains(step))
            {
                continue;
            }

            clock.Advance(TimeSpan.FromMinutes(5));
            var dice = new Random((int)(((uint)seed * 2654435761) ^ (uint)(step * 40503)) & int.MaxValue);
            lambda.IsHostile = !faultless.Contains(step) && dice.Next(3) > 0;
            await StepAsync(engine, lambda, custom, dice, faultless.Contains(step));
            while (lambda.Fates.TryDequeue(out var fate))
            {
                Tell($"    ({fate})");
            }
        }

        emulated.Faults.Clear();
        emulated.Ecr.DescribeLag = TimeSpan.Zero;
        lambda.IsHostile = false;
        foreach (var name in StackNames)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await DeleteAsync(engine, name, isFaultless: true);
            await custom.WhenDelivered();
        }

        CheckForeign();
        CheckLeftovers();
        CheckAnswers();
        Require(!lambda.Log.Concat(story).Any(line => line.Contains("Signature=", StringComparison.Ordinal)), "a response URL's signature is in the log or in the story");
    }

    public void Dispose() => aws?.Dispose();

    private async Task StepAsync(StackEngine engine, SimulatedLambda lambda, CustomResource custom, Random dice, bool isFaultless)
    {
        var name = StackNames[dice.Next(StackNames.Length)];
        switch (dice.Next(10))
        {
            case 0:
                MakeByHand(dice);
                break;
            case 1:
                RemoveByHand(dice);
                break;
            case 2:
                lambda.DeliversTwice = !Break(dice, isFaultless);
                await DeleteAsync(engine, name, isFaultless);
                break;
            default:
                lambda.DeliversTwice = !Break(dice, isFaultless);
                await DeployAsync(engine, name, dice, isFaultless);
                break;
        }

        // Time that the next step lets pass mustn't run out on what this one is still at.
        await custom.WhenDelivered();
        aws.Emulated.Faults.Clear();
        CheckForeign();
        CheckLeftovers();
    }

    private void MakeByHand(Random dice)
    {
        var prefix = RuleChoice.Prefixes[dice.Next(RuleChoice.Prefixes.Count)];
        if (aws.Emulated.Ecr.Find(prefix) is null && OwnerOf(prefix) is null)
        {
            var now = clock.GetUtcNow();
            var rule = new EmulatedRule(aws.AccountId, prefix, dice.Next(2) == 0 ? "quay.io" : "public.ecr.aws", "quay", null, null, "ROOT", now, now);
            rule = rule with { UpstreamRegistry = rule.UpstreamRegistryUrl == "quay.io" ? "quay" : "ecr-public" };
            aws.Emulated.Ecr.Put(rule);
            foreign[prefix] = rule;
            handMade.Add((prefix, now));
            Tell($"by hand: {prefix} {rule.UpstreamRegistryUrl} is made");
        }
    }

    private void RemoveByHand(Random dice)
    {
        var rules = aws.Emulated.Ecr.Rules;
        if (rules.Count > 0)
        {
            var prefix = rules[dice.Next(rules.Count)].EcrRepositoryPrefix;
            aws.Emulated.Ecr.Remove(prefix);
            foreign.Remove(prefix);
            Tell($"by hand: {prefix} is removed");
        }
    }

    // What goes wrong in the next operation: briefly enough that the function's own patience, or Lambda's, outlasts it.
    private bool Break(Random dice, bool isFaultless)
    {
        string[] operations = ["CreatePullThroughCacheRule", "DescribePullThroughCacheRules", "UpdatePullThroughCacheRule", "DeletePullThroughCacheRule", "ValidatePullThroughCacheRule", Faults.PutAnswer];
        var count = isFaultless ? 0 : dice.Next(4);
        for (var index = 0; index < count; index++)
        {
            var operation = operations[dice.Next(operations.Length)];
            var fault = (Fault)(dice.Next(6) switch
            {
                0 => new Fault.Throttle(),
                1 => new Fault.ServerError(503),
                2 => new Fault.Reset(),
                3 => new Fault.LostResponse(),
                4 => new Fault.Delay(TimeSpan.FromSeconds(dice.Next(20))),
                _ => new Fault.ServerError(500),
            });
            // A bucket that hangs three times outlasts a function of 30 s that waits for a secret first, and no delivery after it is left.
            var times = Math.Min(1 + dice.Next(3), (operation, fault) is (Faults.PutAnswer, Fault.Delay) ? 1 : 3);
            aws.Emulated.Faults.Next(operation, fault, times);
            Tell($"fault: {operation} {fault} {times} times");
        }

        return count > 0;
    }

    private async Task DeployAsync(StackEngine engine, string name, Random dice, bool isFaultless)
    {
        var existing = aws.LiveStack(name);
        if (existing is { Status: not ("CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE") })
        {
            await DeleteAsync(engine, name, isFaultless);
            existing = aws.LiveStack(name);
        }

        if (existing is { Status: not ("CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE") })
        {
            return;
        }

        var before = existing is null ? [] : templates.GetValueOrDefault(name) ?? [];
        var desired = Choose(before, name, dice);
        foreach (var choice in desired.Values.Where(choice => choice.OnExisting == "Adopt"))
        {
            // Given to the stack: whatever becomes of it then is the stack's affair.
            foreign.Remove(choice.Prefix);
        }

        // Whether an Update that comes upon the very rule it asks for is a rollback, no event tells: such a rule counts as given too.
        foreach (var (logicalId, choice) in desired.Where(each => foreign.TryGetValue(each.Value.Prefix, out var rule) && each.Value.IsMetBy(rule)))
        {
            if (before.TryGetValue(logicalId, out var old) && old.Prefix != choice.Prefix)
            {
                foreign.Remove(choice.Prefix);
            }
        }

        var start = clock.GetUtcNow();
        var rulesBefore = Rules();
        var callsBefore = aws.Emulated.Journal.Entries.Count;
        Tell($"deploy {name}: {string.Join("; ", desired.Select(each => $"{each.Key}={each.Value.ToResource().ToJsonString()}"))}");
        var (stack, hasChanges) = await engine.DeployAsync(
            name, name, new JsonObject { ["Resources"] = new JsonObject(desired.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value.ToResource()))) }.ToJsonString(), new Dictionary<string, string>(), CancellationToken.None);
        Tell($"  → {stack.Status}; {string.Join(", ", Rules().Select(rule => $"{rule.Key} {rule.Value.UpstreamRegistryUrl}"))}");

        Excuse(stack);
        if (stack.Events.Any(@event => @event.Status == "UPDATE_FAILED" && @event.At >= start && @event.Reason is { } reason && MayLeaveBehind(reason)))
        {
            // The answer to an Update can name one rule only, and that is the old one: the Reason names the new.
            excused.UnionWith(desired.Values.Select(choice => choice.Prefix));
        }

        if (stack.Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE")
        {
            templates[name] = desired;
            foreach (var choice in desired.Values)
            {
                // A stack that changed nothing isn't asked about what someone did by hand since.
                var rule = aws.Emulated.Ecr.Find(choice.Prefix);
                Require(!hasChanges || IsUntouched(choice, before) || (rule is not null && choice.IsMetBy(rule)), $"{name} is {stack.Status}, and {choice.Prefix} is {rule?.ToString() ?? "not there"} instead of {choice}");
            }

            var isNoOp = before.Count == desired.Count && desired.All(each => before.TryGetValue(each.Key, out var old) && old.IsSameRuleAs(each.Value) && rulesBefore.TryGetValue(each.Value.Prefix, out var rule) && each.Value.IsMetBy(rule));
            Require(
                !isNoOp || aws.Emulated.Journal.Entries.Skip(callsBefore).All(call => call.Operation is "DescribePullThroughCacheRules" or "ValidatePullThroughCacheRule" or Faults.PutAnswer),
                $"{name} was as desired, and was written to");
        }
        else if (stack.Status is "UPDATE_ROLLBACK_COMPLETE")
        {
            foreach (var (prefix, rule) in rulesBefore.Where(each => before.Values.Any(choice => choice.Prefix == each.Key)))
            {
                var now = aws.Emulated.Ecr.Find(prefix);
                var choice = before.Values.First(each => each.Prefix == prefix);
                Require(now is not null && (choice.IsMetBy(now) || IsSame(now, rule)), $"{name} was rolled back, and {prefix} is {now?.ToString() ?? "not there"} instead of {rule}");
            }
        }
        else if (stack.Status is "UPDATE_ROLLBACK_FAILED")
        {
            // The rollback would have brought old ids back, and CloudFormation now waits for someone to continue it.
            excused.UnionWith(before.Values.Select(choice => choice.Prefix));
        }
        else if (stack.Status is "ROLLBACK_COMPLETE")
        {
            templates.Remove(name);
        }

    }

    // Resources of the stack before that stay, some of them changed, and new ones at prefixes that no resource of a stack has.
    private Dictionary<string, RuleChoice> Choose(Dictionary<string, RuleChoice> before, string name, Random dice)
    {
        var desired = new Dictionary<string, RuleChoice>();
        var taken = before.Values.Select(choice => choice.Prefix).Concat(StackNames.Where(each => each != name).SelectMany(OwnedBy)).Concat(OwnedBy(name)).ToHashSet();
        foreach (var (logicalId, choice) in before)
        {
            var next = dice.Next(8) switch
            {
                0 => null,
                1 or 2 => choice,
                3 when Free(taken, dice) is { } free => choice with { Prefix = free },
                _ => choice.Changed(dice),
            };
            if (next is not null)
            {
                desired[logicalId] = next;
                taken.Add(next.Prefix);
            }
        }

        var prefix = RuleChoice.Prefixes[dice.Next(RuleChoice.Prefixes.Count)];
        if (desired.Count == 0 || (dice.Next(3) == 0 && !taken.Contains(prefix)))
        {
            // Another stack's prefix may be wanted too, as long as its rule is there and isn't adopted from it.
            var isAnothers = OwnerOf(prefix) is { } owner && owner != name && aws.Emulated.Ecr.Find(prefix) is not null;
            prefix = taken.Contains(prefix) && !isAnothers ? Free(taken, dice) ?? "zz" : prefix;
            var choice = RuleChoice.Any(dice, prefix);
            desired[string.Create(CultureInfo.InvariantCulture, $"R{dice.Next(1000)}")] = isAnothers ? choice with { OnExisting = null } : choice;
        }

        return desired;
    }

    private async Task DeleteAsync(StackEngine engine, string name, bool isFaultless)
    {
        var before = aws.LiveStack(name);
        var stack = await engine.DeleteAsync(name, [], CancellationToken.None);
        if (stack is null)
        {
            return;
        }

        Tell($"delete {name} → {stack.Status}; {string.Join(", ", Rules().Select(rule => $"{rule.Key} {rule.Value.UpstreamRegistryUrl}"))}");
        Excuse(stack);
        Require(!isFaultless || stack.Status == "DELETE_COMPLETE", $"{name} can't be deleted: {stack.Events[^1].Reason}");
        if (stack.Status == "DELETE_COMPLETE")
        {
            templates.Remove(name);
            foreach (var resource in before!.Resources.Where(resource => resource.DeletionPolicy is not Local.Templates.DeletionPolicy.Delete))
            {
                if (aws.Emulated.Ecr.Find(resource.PhysicalId) is { } kept)
                {
                    foreign[resource.PhysicalId] = kept;
                }
            }
        }

    }

    // Where CloudFormation itself gave something up, by its own rules, what is left is not the function's fault.
    private void Excuse(Stack stack)
    {
        foreach (var @event in stack.Events.Where(@event => @event.Status is "DELETE_FAILED" or "DELETE_SKIPPED"))
        {
            excused.Add(@event.PhysicalId.Split(':')[^1]);
            if (@event.Status == "DELETE_SKIPPED" && OwnerOf(@event.PhysicalId) is null && aws.Emulated.Ecr.Find(@event.PhysicalId) is { } kept)
            {
                foreign.TryAdd(@event.PhysicalId, kept);
            }
        }

        foreach (var @event in stack.Events)
        {
            Require(@event.Reason?.Contains("did not receive a response", StringComparison.Ordinal) is not true, $"an event got no answer: {@event}");
        }
    }

    private void CheckForeign()
    {
        foreach (var (prefix, rule) in foreign)
        {
            var now = aws.Emulated.Ecr.Find(prefix);
            Require(now == rule, $"{prefix} isn't any stack's, was {rule} and is {now?.ToString() ?? "gone"}");
        }
    }

    private void CheckLeftovers()
    {
        foreach (var (prefix, rule) in Rules())
        {
            Require(
                foreign.ContainsKey(prefix) || excused.Contains(prefix) || handMade.Contains((prefix, rule.CreatedAt)) || OwnerOf(prefix) is not null, $"{prefix} is left behind: no stack has it");
        }
    }

    private void CheckAnswers()
    {
        foreach (var answers in aws.Emulated.Responses.Answers.GroupBy(answer => answer.Target))
        {
            Require(answers.All(answer => answer.Body.Length <= 4096 && answer.Rejection is null), "an answer isn't one that CloudFormation takes");
        }
    }

    private Dictionary<string, EmulatedRule> Rules() => aws.Emulated.Ecr.Rules.ToDictionary(rule => rule.EcrRepositoryPrefix);

    private string? OwnerOf(string prefix) => StackNames.FirstOrDefault(name => OwnedBy(name).Contains(prefix));

    // By its id, or by that of a Create which may have made it: either has a Delete to come.
    private IEnumerable<string> OwnedBy(string name) => aws.LiveStack(name)?.Resources.Select(resource => resource.PhysicalId.Split(':')[^1]) ?? [];

    // A policy is CloudFormation's own affair: where it alone changes, no event is sent.
    private static bool IsUntouched(RuleChoice choice, Dictionary<string, RuleChoice> before) =>
        before.Values.Any(each => each with { IsRetained = choice.IsRetained } == choice);

    private static bool IsSame(EmulatedRule one, EmulatedRule other) =>
        one with { CreatedAt = default, UpdatedAt = default } == other with { CreatedAt = default, UpdatedAt = default };

    // It couldn't be undone, or it failed before it could see what a delivery that died had made.
    private static bool MayLeaveBehind(string reason) =>
        reason.Contains("could not be undone", StringComparison.Ordinal) || reason.Contains("DescribePullThroughCacheRules failed", StringComparison.Ordinal);

    private static string? Free(HashSet<string> taken, Random dice) =>
        RuleChoice.Prefixes.Where(prefix => !taken.Contains(prefix)).ToList() is { Count: > 0 } free ? free[dice.Next(free.Count)] : null;

    private void Note(StackEvent @event) => Tell($"  {@event.Status} {@event.LogicalId} {@event.PhysicalId} {@event.Reason}");

    private void Tell(string line)
    {
        lock (story)
        {
            story.Add(line);
        }
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new BrokenInvariantException(otherwise);
        }
    }

    // Whatever outlives a process is another suite's concern.
    private sealed class Forgetful : IStateStore
    {
        public LocalState Load() => new(LocalState.CurrentVersion);

        public void Save(LocalState state)
        {
        }
    }
}

internal sealed class BrokenInvariantException(string message) : Exception(message);
