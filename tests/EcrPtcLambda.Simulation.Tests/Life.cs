using System.Globalization;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// Random stacks through a random life: deployments and deletions, several at once, and rules made, changed and removed by hand between any
/// two events, under faults. Each step draws from a generator of its own, so that a life can be lived again without some of its steps.
/// </summary>
/// <param name="seed">Decides everything.</param>
/// <param name="without">Steps that are left out.</param>
/// <param name="faultless">Steps during which nothing goes wrong.</param>
internal sealed class Life(int seed, IReadOnlySet<int> without, IReadOnlySet<int> faultless) : IAsyncDisposable
{
    public const int MostSteps = 7;

    private static readonly string[] StackNames = ["red", "blue", "green"];

    private static readonly string[] Operations =
    [
        "CreatePullThroughCacheRule", "DescribePullThroughCacheRules", "UpdatePullThroughCacheRule", "DeletePullThroughCacheRule", "ValidatePullThroughCacheRule", Faults.PutObject,
    ];

    // Whole seconds are what signatures and IDs tell: where in its second a life begins is the seed's to say.
    private readonly VirtualTime clock = new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddMilliseconds(new Random(seed).Next(1000)));
    private readonly List<Func<string>> story = [];
    private Ledger ledger = null!;
    private readonly Dictionary<string, StackChoice> templates = [];
    private LocalAws aws = null!;
    private SimulatedLambda lambda = null!;
    private CustomResource custom = null!;

    /// <summary>The history, for the message of a failure.</summary>
    public IReadOnlyList<string> Story
    {
        get
        {
            lock (story)
            {
                return [.. story.Select(tell => tell())];
            }
        }
    }

    /// <summary>The number of uses of each exception in the contract.</summary>
    public IReadOnlyDictionary<string, int> Exceptions => ledger.Exceptions;

    /// <summary>Lives it.</summary>
    /// <exception cref="BrokenInvariantException">Something was lost, left behind, or touched that wasn't the stack's.</exception>
    public async Task LiveAsync()
    {
        var random = new Random(seed);
        var emulated = new EmulatedAws(new() { Clock = clock, OtherAccountIds = [RuleChoice.OtherAccount] });
        emulated.Ecr.DescribeLag = TimeSpan.FromSeconds(random.Next(2) == 0 ? 0 : 1 + random.Next(5));
        ledger = new(clock) { DescribeLag = emulated.Ecr.DescribeLag };
        emulated.Ecr.Changed += (_, change) => ledger.Record(change);
        aws = new(emulated, new Forgetful());
        emulated.CallLog.Recorded += (_, call) => Tell(() => string.Create(CultureInfo.InvariantCulture, $"      {call.At:HH:mm:ss.fff} {call.Operation} {CallSummary.Format(call)}"));
        aws.PutSecret(RuleChoice.Credentials[0], SecretState.Good);
        aws.PutSecret(RuleChoice.Credentials[1], SecretState.Good);
        aws.PutSecret(RuleChoice.RejectedCredential, SecretState.BadCredentials);
        lambda = new(aws, clock, ledger, TimeSpan.FromSeconds(1.5 * ((2 * random.NextDouble()) - 1))) { Timeout = TimeSpan.FromSeconds(random.Next(3) == 0 ? 30 : 120) };
        custom = new(lambda, emulated.Responses, clock, [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)]);
        for (var step = 0; step < MostSteps; step++)
        {
            if (!without.Contains(step))
            {
                await StepAsync(new Random((int)(((uint)seed * 2654435761) ^ (uint)(step * 40503)) & int.MaxValue), faultless.Contains(step));
            }
        }

        emulated.Ecr.DescribeLag = TimeSpan.Zero;
        lambda.IsHostile = false;
        foreach (var name in StackNames)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await RunAsync(new(1), dice => DeleteAsync(name, dice, isFaultless: true));
        }

        CheckResponses();
        Require(!lambda.Log.Any(HasSignature), "a response URL's signature is in the log");
    }

    public async ValueTask DisposeAsync()
    {
        await custom.DisposeAsync();
        await lambda.DisposeAsync();
        aws.Dispose();
    }

    private async Task StepAsync(Random dice, bool isFaultless)
    {
        clock.Advance(dice.Next(4) switch { 0 => TimeSpan.FromSeconds(dice.Next(10)), 1 => TimeSpan.FromSeconds(40), _ => TimeSpan.FromMinutes(5) });
        lambda.IsHostile = dice.Next(3) > 0 && !isFaultless;
        var names = StackNames.ToArray();
        dice.Shuffle(names);
        var operations = dice.Next(12) switch
        {
            0 => [WorkByHandAsync],
            1 => [each => DeleteAsync(names[0], each, isFaultless)],
            2 or 3 => [Deploying(names[0]), WorkByHandAsync],
            4 or 5 => [Deploying(names[0]), Deploying(names[1])],
            6 => [Deploying(names[0]), Deploying(names[1]), Deploying(names[2]), WorkByHandAsync],
            7 => [Deploying(names[0]), each => DeleteAsync(names[1], each, isFaultless), WorkByHandAsync],
            _ => new Func<Random, Task>[] { Deploying(names[0]) },
        };
        var isBroken = Break(dice, isFaultless, mayBeDown: operations.Length == 1);
        lambda.DeliversTwice = !isBroken;
        isQuiet = operations.Length == 1 && !isBroken && !lambda.IsHostile;
        await RunAsync(dice, operations);
        aws.Emulated.Faults.Clear();
        while (lambda.Fates.TryDequeue(out var fate))
        {
            Tell(() => string.Create(CultureInfo.InvariantCulture, $"    ({fate})"));
        }

        Func<Random, Task> Deploying(string name) => each => DeployAsync(name, each, isFaultless);
    }

    // Whether nothing goes wrong and nobody else is at work.
    private bool isQuiet;

    private async Task RunAsync(Random dice, params Func<Random, Task>[] operations)
    {
        var turns = lambda.Turns = new(new(dice.Next()));
        lambda.Dice = new(dice.Next());
        await turns.RunAsync([.. operations.Select(operation => new Random(dice.Next()) is var own ? () => operation(own) : (Func<Task>)null!)]);
        await custom.WhenDelivered();
        await lambda.WhenIdleAsync();
        ledger.CheckLeftovers(aws.Stacks.Where(stack => stack.Status != StackStatus.DeleteComplete).ToList());
        foreach (var stack in aws.Stacks.Where(stack => stack.Status.IsUpdatable))
        {
            ledger.CheckComplete(stack);
        }

        CheckLedger();
    }

    private async Task WorkByHandAsync(Random dice)
    {
        for (var left = 1 + dice.Next(3); left > 0; left--)
        {
            for (var turns = dice.Next(4); turns > 0; turns--)
            {
                await lambda.Turns.PassAsync();
            }

            var rules = aws.Emulated.Ecr.Rules;
            switch (dice.Next(4))
            {
                case 0 when rules.Count > 0:
                    Remove(rules[dice.Next(rules.Count)]);
                    break;
                case 1 when rules.Count > 0:
                    var old = rules[dice.Next(rules.Count)];
                    Remove(old);
                    Make(dice.Next(3) == 0 ? RuleChoice.Any(dice, old.EcrRepositoryPrefix) with { RegistryId = old.RegistryId } : RuleChoice.From(old));
                    break;
                default:
                    Make(RuleChoice.Any(dice, RuleChoice.AnyPrefix(dice)));
                    break;
            }

            // No handler can know what Describe doesn't show: whoever works by hand isn't as quick as that.
            clock.Advance(aws.Emulated.Ecr.DescribeLag);
        }
    }

    private void Make(RuleChoice choice)
    {
        if (!choice.IsGood || aws.Emulated.Ecr.Find(choice.Prefix, choice.RegistryId) is not null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var registry = choice.UpstreamRegistryUrl switch { "quay.io" => "quay", "public.ecr.aws" => "ecr-public", "ghcr.io" => "github-container-registry", _ => "docker-hub" };
        Tell(() => string.Create(CultureInfo.InvariantCulture, $"by hand: {choice.Key} {choice.UpstreamRegistryUrl} is made"));
        aws.Emulated.Ecr.Put(new(
            choice.RegistryId ?? aws.AccountId, choice.Prefix, choice.UpstreamRegistryUrl, registry, choice.CredentialArn, null, choice.UpstreamRepositoryPrefix ?? "ROOT", now, now));
    }

    private void Remove(EmulatedRule rule)
    {
        Tell(() => string.Create(CultureInfo.InvariantCulture, $"by hand: {RuleChoice.KeyOf(rule)} is removed"));
        aws.Emulated.Ecr.Remove(rule.EcrRepositoryPrefix, rule.RegistryId);
    }

    // What goes wrong in the next operation: briefly enough that the function's own patience, or Lambda's, outlasts it; or for all of it.
    private bool Break(Random dice, bool isFaultless, bool mayBeDown)
    {
        isDown = false;
        if (isFaultless)
        {
            return false;
        }

        if (mayBeDown && dice.Next(12) == 0)
        {
            isDown = dice.Next(3) > 0;
            var down = isDown ? (Fault)new Fault.Refused() : new Fault.Reset();
            foreach (var operation in Operations.Where(operation => operation != Faults.PutObject))
            {
                aws.Emulated.Faults.Until(DateTimeOffset.MaxValue, operation, down);
            }

            Tell(() => string.Create(CultureInfo.InvariantCulture, $"fault: {down} all the time"));
            return true;
        }

        var count = dice.Next(4);
        for (var index = 0; index < count; index++)
        {
            var operation = Operations[dice.Next(Operations.Length)];
            var fault = (Fault)(dice.Next(7) switch
            {
                0 => new Fault.Throttle(),
                1 => new Fault.ServerError(503),
                2 => new Fault.Reset(),
                3 => new Fault.LostResponse(),
                4 => new Fault.Delay(TimeSpan.FromSeconds(dice.Next(20))),
                5 => new Fault.Refused(),
                _ => new Fault.ServerError(500),
            });

            // A bucket that hangs three times outlasts a function of 30 s that waits for a secret first, and no delivery after it is left.
            var times = Math.Min(1 + dice.Next(3), (operation, fault) is (Faults.PutObject, Fault.Delay) ? 1 : 3);
            aws.Emulated.Faults.Next(operation, fault, times);
            Tell(() => string.Create(CultureInfo.InvariantCulture, $"fault: {operation} {fault} {times} times"));
        }

        return count > 0;
    }

    // Whether no call to ECR is ever sent.
    private bool isDown;

    private async Task DeployAsync(string name, Random dice, bool isFaultless)
    {
        if (aws.LiveStack(name) is { Status: StackStatus.UpdateRollbackFailed } && dice.Next(2) == 0)
        {
            await ContinueRollbackAsync(name, dice);
        }

        if (aws.LiveStack(name) is { } old && !old.Status.IsUpdatable)
        {
            await DeleteAsync(name, dice, isFaultless);
        }

        if (aws.LiveStack(name) is { } left && !left.Status.IsUpdatable)
        {
            return;
        }

        var isNew = aws.LiveStack(name) is null;
        var before = isNew ? StackChoice.Empty : templates.GetValueOrDefault(name) ?? StackChoice.Empty;
        var desired = before.Next(dice, aws.Emulated.Ecr.Rules);
        var expectation = isQuiet ? Expected(name, before, desired) : null;
        var isNoOp = isQuiet && before.Resources.Count == desired.Resources.Count
            && desired.Resources.All(each => before[each.LogicalId] is { } rule && rule.IsSameRuleAs(each.Rule) && IsThere(each.Rule));
        var mark = ledger.Changes.Count;
        var snapshot = ledger.Snapshot();
        Tell(() => string.Create(CultureInfo.InvariantCulture, $"deploy {name}: {string.Join("; ", desired.Resources.Select(each => $"{each.LogicalId}={each.Rule.ToResource().ToJsonString()}"))}"));
        var events = new List<StackEvent>();
        var (stack, hasChanges) = await Engine(name, events, dice).DeployAsync(name, name, desired.ToJson(), new Dictionary<string, string>(), CancellationToken.None);
        var live = ledger.Live.Values.Select(each => each.Rule).ToList();
        Tell(() => string.Create(CultureInfo.InvariantCulture, $"  → {name} {stack.Status.Text}; {string.Join(", ", live.Select(each => $"{RuleChoice.KeyOf(each)} {each.UpstreamRegistryUrl}"))}"));
        CheckEvents(stack, events);
        switch (stack.Status)
        {
            case { IsSuccessful: true }:
                templates[name] = desired;
                break;
            case { IsRolledBack: true }:
                ledger.CheckRolledBack(stack, snapshot, mark);
                break;
            case StackStatus.UpdateRollbackFailed:
                ledger.LoseSight(stack);
                break;
        }

        var changes = ledger.Changes.Skip(mark).Where(change => change.By?.StackId == stack.Id).ToList();
        Require(!isNoOp || changes.Count == 0, $"{name} was as desired, and was written to");
        Require(expectation is null || !hasChanges || stack.Status == expectation, $"{name} is {stack.Status.Text} and not {expectation?.Text}, although nothing stood in its way");
        Require(
            !isDown || lambda.IsHostile || !isNew || (stack.Status is StackStatus.RollbackComplete or StackStatus.CreateComplete && changes.Count == 0),
            $"{name} is {stack.Status.Text}, although nothing was ever sent");
        CheckLedger();
    }

    private async Task ContinueRollbackAsync(string name, Random dice)
    {
        var events = new List<StackEvent>();
        var stack = await Engine(name, events, dice).ContinueRollbackAsync(name, [], CancellationToken.None);
        Tell(() => string.Create(CultureInfo.InvariantCulture, $"continue the rollback of {name} → {stack.Status.Text}"));
        CheckEvents(stack, events);
        if (stack.Status is StackStatus.UpdateRollbackFailed)
        {
            ledger.LoseSight(stack);
        }

        CheckLedger();
    }

    // How a deployment must end that nothing disturbs and that takes only free places and its own; null where that isn't so.
    private StackStatus? Expected(string name, StackChoice before, StackChoice desired)
    {
        var keys = desired.Resources.Select(each => each.Rule.Key).ToList();
        var isClear = keys.Distinct().Count() == keys.Count
            && desired.Resources.All(each => (each.Rule.IsGood || each.Rule.UpstreamRegistryUrl == RuleChoice.WrongUpstream)
                && (before[each.LogicalId]?.Key == each.Rule.Key || !ledger.Live.ContainsKey(each.Rule.Key)))
            && before.Resources.All(each => ledger.HasOrNone(new(aws.LiveStack(name)!.Id, each.LogicalId)));
        var isGood = desired.Resources.All(each => each.Rule.IsGood);
        return (isClear, isGood, before.Resources.Count) switch
        {
            (false, _, _) => null,
            (_, true, 0) => StackStatus.CreateComplete,
            (_, false, 0) => StackStatus.RollbackComplete,
            (_, true, _) => StackStatus.UpdateComplete,
            (_, false, _) => StackStatus.UpdateRollbackComplete,
        };
    }

    private async Task DeleteAsync(string name, Random dice, bool isFaultless)
    {
        var events = new List<StackEvent>();
        if (await Engine(name, events, dice).DeleteAsync(name, [], CancellationToken.None) is not { } stack)
        {
            return;
        }

        var live = ledger.Live.Values.Select(each => each.Rule).ToList();
        Tell(() => string.Create(CultureInfo.InvariantCulture, $"delete {name} → {stack.Status.Text}; {string.Join(", ", live.Select(each => $"{RuleChoice.KeyOf(each)} {each.UpstreamRegistryUrl}"))}"));
        CheckEvents(stack, events);
        Require(!isFaultless || stack.Status == StackStatus.DeleteComplete, $"{name} can't be deleted: {stack.Events[^1].Reason}");
        if (stack.Status == StackStatus.DeleteComplete)
        {
            templates.Remove(name);
        }

        CheckLedger();
    }

    private StackEngine Engine(string name, List<StackEvent> events, Random dice)
    {
        var recorded = new RecordedResource(custom, lambda, ledger, lambda.Turns, () => clock.Advance(TimeSpan.FromSeconds(dice.Next(2) * dice.Next(4))));
        return new(aws, new(aws, recorded), clock, @event =>
        {
            events.Add(@event);
            if (@event.Status is "DELETE_SKIPPED")
            {
                ledger.GiveUp(new(aws.Stack(name)!.Id, @event.LogicalId), @event.PhysicalId, @event.Status);
            }
            else if (@event.Reason is "Resource creation cancelled")
            {
                ledger.Cancel(new(aws.Stack(name)!.Id, @event.LogicalId));
            }

            Tell(() => string.Create(CultureInfo.InvariantCulture, $"  {@event.Status} {@event.LogicalId} {@event.PhysicalId} {@event.Reason}"));
        }, recorded);
    }

    private void CheckEvents(Stack stack, List<StackEvent> events)
    {
        foreach (var @event in events)
        {
            Require(!HasSignature(@event.Reason), $"a response URL's signature is in {@event}");
            Require(@event.Reason?.Contains("did not receive a response", StringComparison.Ordinal) is not true, $"an event got no response: {@event}");

            // Where CloudFormation itself gives something up, by its own rules, what is left is not the function's fault.
            if (@event.Status is "DELETE_FAILED" && stack.Resource(@event.LogicalId)?.PhysicalId != @event.PhysicalId)
            {
                ledger.GiveUp(new(stack.Id, @event.LogicalId), @event.PhysicalId, @event.Status);
            }
        }
    }

    private void CheckResponses()
    {
        foreach (var responses in aws.Emulated.Responses.Responses.GroupBy(response => response.Target))
        {
            Require(responses.All(response => response.Body.Length <= 4096 && response.Rejection is null), "CloudFormation would reject a response");
        }
    }

    private void CheckLedger() => Require(ledger.Violation is null, ledger.Violation ?? "");

    private bool IsThere(RuleChoice choice) => ledger.Live.GetValueOrDefault(choice.Key) is { } rule && choice.IsMetBy(rule.Rule);

    private static bool HasSignature(string? text) => text?.Contains("Signature=", StringComparison.Ordinal) is true;

    // Few histories are ever printed.
    private void Tell(Func<string> line)
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

    // State that survives a process is tested by another suite.
    private sealed class Forgetful : IStateStore
    {
        public LocalState Load() => new(LocalState.CurrentVersion);

        public void Save(LocalState state)
        {
        }
    }
}

internal sealed class BrokenInvariantException(string message) : Exception(message);
