using System.Globalization;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;
using EcrPtcLambda.Emulator.Ecr;

namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// Every rule that there ever was, instance by instance: who created it, whose it is, and who deleted it. It knows what CloudFormation asked
/// for and each response, and judges by that each write as it takes effect and each response as CloudFormation accepts it. What a physical ID says of
/// ownership it doesn't trust: it uses the ID only to identify the instance that a Delete is for.
/// </summary>
/// <param name="clock">When things happen.</param>
internal sealed class Ledger(TimeProvider clock)
{
    // The contract's window of ownership by time: [birth - 2 s, now].
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    // How long a call that was given up may still be on its way: the end of the window of a Create of unknown effect.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    // How long a check of the credential may take that gets no response, between the Describe and the event's response.
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(10);

    // A Delete takes an equal rule that was created so close to the ID's for the ID's own, and one more for the rounding.
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(61);

    private const string MadeAgain =
        "an adopted rule that was gone, made again by an update that replaces it, that failed and could not take it away again, or within a minute";

    private readonly Dictionary<string, RuleInstanceRecord> live = [];
    private readonly Dictionary<string, RuleInstanceRecord> ended = [];
    private readonly Dictionary<ResourceName, Holding> holdings = [];
    private readonly Dictionary<string, LifecycleEvent> events = [];
    private readonly Dictionary<ResourceName, LifecycleEvent> inFlight = [];
    private readonly List<LedgerChange> changes = [];
    private LifecycleEvent? current;

    /// <summary>The first thing that must not have happened; null where nothing did.</summary>
    public string? Violation { get; private set; }

    /// <summary>The time for which Describe shows a deleted rule.</summary>
    public TimeSpan DescribeLag { get; init; }

    /// <summary>The number of uses of each exception in the contract.</summary>
    public Dictionary<string, int> Exceptions { get; } = [];

    /// <summary>The changes of the rules, in order.</summary>
    public IReadOnlyList<LedgerChange> Changes => changes;

    /// <summary>The rules that are there.</summary>
    public IReadOnlyDictionary<string, RuleInstanceRecord> Live => live;

    /// <summary>CloudFormation sends an event.</summary>
    /// <param name="request">The event.</param>
    /// <param name="skew">How far the clock that signs is ahead of ECR's.</param>
    public LifecycleEvent Begin(ResourceRequest request, TimeSpan skew)
    {
        var requestType = request.Pending.RequestType.ToString();
        var resource = new ResourceName(request.Stack.Id, request.LogicalId);
        var asked = RuleChoice.From(request.Properties);
        var birth = DateTimeOffset.FromUnixTimeSeconds((request.Pending.SignedAt + skew).ToUnixTimeSeconds());
        var isAtOwnPlace = requestType == "Update" && Of(resource).Key == asked.Key;
        return events[request.Pending.RequestId] = inFlight[resource] = new(resource, requestType, asked, request.PhysicalId,
            birth, isAtOwnPlace, IdText.Parse(request.PhysicalId)?.Key == asked.Key)
        {
            Before = request.OldProperties is { } old ? RuleChoice.From(old) : null,
        };
    }

    /// <summary>
    /// CloudFormation cancels the Create of a resource: whatever comes of it, no handler can know, and nobody asks for, even where its response
    /// is on the way already.
    /// </summary>
    public void Cancel(ResourceName resource)
    {
        var cancelled = inFlight[resource];
        cancelled.IsCancelled = true;
        foreach (var rule in live.Values.Where(rule => rule.Maker == cancelled || rule.Owners.Contains(resource)))
        {
            rule.Owners.Remove(resource);
            LeaveByCancelled(rule);
        }
    }

    /// <summary>From now on it is the function at work on an event that writes; null for anyone else.</summary>
    public void Deliver(string? requestId) => current = requestId is null ? null : events[requestId];

    /// <summary>A rule was written to.</summary>
    public void Record(RuleChange change)
    {
        var key = RuleChoice.KeyOf(change.After ?? change.Before!);
        if (change is { Before: null, After: { } created })
        {
            var record = live[key] = new(changes.Count, created, current);
            Note(new(key, current?.Resource, record, IsDeleted: false));
            if (current is not null)
            {
                Require(current.RequestType != "Delete" && current.Asked.Key == key, $"{current} created {record}");
                record.IsMadeWhereNoneWas = ended.GetValueOrDefault(key) is not { } former
                    || former.End?.By != current.Resource
                    || (former.IsMadeWhereNoneWas && former.Maker?.Resource == current.Resource);
                record.StandsFor(current.FirstDeleted is { } old && IsSame(old.Rule, created, exceptCredential: false) ? old : null, current.Resource);
                if (current.IsCancelled)
                {
                    LeaveByCancelled(record);
                }
            }

            return;
        }

        var written = live[key];
        if (current is not null && WhyNotTo(written, current, change.After is null) is { } why)
        {
            Break($"{current} {(change.After is null ? "deleted" : "changed")} {written}: {why}");
        }

        if (change.After is { } changed)
        {
            written.Rule = changed;
            written.LastChangedBy = current?.Resource;
        }
        else
        {
            if (current is { FirstDeleted: null })
            {
                current.FirstDeleted = written;
            }

            live.Remove(key);
            ended[key] = written;
            written.End = new(current?.Resource, clock.GetUtcNow());
        }

        Note(new(key, current?.Resource, written, change.After is null));
    }

    /// <summary>CloudFormation accepts a response.</summary>
    public void Accept(LifecycleEvent @event, ProviderResponse response)
    {
        switch (response)
        {
            case var _ when @event.IsCancelled:
                foreach (var rule in live.Values.Where(rule => rule.Maker == @event))
                {
                    rule.Owners.Remove(@event.Resource);
                }

                break;
            case ProviderResponse.Succeeded when @event.RequestType == "Delete":
                Release(@event);
                break;
            case ProviderResponse.Succeeded(var id, _):
                Claim(@event, id);
                break;
            case ProviderResponse.Failed(var id, _, _) when @event.RequestType != "Delete" && id.StartsWith("create-unsure:", StringComparison.Ordinal):
                Of(@event.Resource).UnsureCreates.Add(new(@event.Asked, @event.Birth - Skew, clock.GetUtcNow() + Aftermath));
                break;
        }
    }

    /// <summary>CloudFormation gives a resource up, and leaves its rule where it is.</summary>
    /// <param name="resource">Whose.</param>
    /// <param name="physicalId">Which rule.</param>
    /// <param name="why">A policy of the template, or the failed attempts of CloudFormation.</param>
    public void GiveUp(ResourceName resource, string physicalId, string why)
    {
        var holding = Of(resource);
        if (IdText.Parse(physicalId) is { } id && live.GetValueOrDefault(id.Key) is { } rule && rule.Owners.Contains(resource)
            && (holding.PhysicalId == physicalId || holding.Current != rule || id.Names(rule) || id.IsUnsure))
        {
            rule.Owners.Remove(resource);
            rule.WhyLeft = why;
        }
        else if (holding.PhysicalId == physicalId && holding.Current is { End: null } kept)
        {
            // It made this in an adopted one's place, and adopted it stays.
            kept.WhyLeft = why;
        }
    }

    /// <summary>CloudFormation loses sight of the rules that its resources no longer name, as a rollback that failed leaves them.</summary>
    public void LoseSight(Stack stack)
    {
        foreach (var rule in live.Values.Where(rule => rule.Owners.Any(owner => owner.StackId == stack.Id)))
        {
            if (stack.Resources.All(resource => IdText.Parse(resource.PhysicalId)?.Names(rule) is not true))
            {
                rule.WhyLeft = stack.Status.Text;
            }
        }
    }

    /// <summary>Whether at a resource's place is its own rule, or none.</summary>
    public bool HasOrNone(ResourceName resource) => Of(resource) is { Key: { } key, Current: var rule } && (live.GetValueOrDefault(key) is not { } there || there == rule);

    /// <summary>Whether a stack that says it is as its template asks for has the rules that it asks for.</summary>
    public void CheckComplete(Stack stack)
    {
        foreach (var resource in stack.Resources)
        {
            var name = new ResourceName(stack.Id, resource.LogicalId);
            if (!holdings.TryGetValue(name, out var holding) || holding.Current is not { } rule)
            {
                Break($"{stack.Name} is {stack.Status.Text}, and {resource.LogicalId} never had a rule");
                return;
            }

            // Whoever else ended it had the right to: that was judged then.
            Require(rule.End is not { By: { } by } || by != name, $"{stack.Name} is {stack.Status.Text}, and {resource.LogicalId} deleted its own {rule}");
            Require(
                rule.End is not null || holding.Asked!.IsMetBy(rule.Rule) || rule.LastChangedBy != name,
                $"{stack.Name} is {stack.Status.Text}, and {resource.LogicalId} has {rule} instead of {holding.Asked}");
        }
    }

    /// <summary>Whether a rolled-back stack left everything as it was, where nobody else was at work.</summary>
    /// <param name="stack">As it is now.</param>
    /// <param name="before">What was there when its operation began.</param>
    /// <param name="mark">How many changes there were then.</param>
    public void CheckRolledBack(Stack stack, LedgerSnapshot before, int mark)
    {
        foreach (var group in changes.Skip(mark).GroupBy(change => change.Key).Where(group => group.All(change => change.By?.StackId == stack.Id)))
        {
            var was = before.Rules.GetValueOrDefault(group.Key);
            var now = live.GetValueOrDefault(group.Key);
            var isAsItWas = (was, now) switch
            {
                (null, null) => true,

                // A policy, or a Delete that CloudFormation gave up.
                (_, { WhyLeft: not null }) => true,

                // A Create that CloudFormation gave up made it, and another stack may have taken it over since.
                (_, { Maker.IsCancelled: true }) => true,

                // It was another than the template asked for, or gone, before this operation began: CloudFormation restores the template's.
                (_, { } rule) when IsAskedForBy(stack, rule) => true,

                // An adoption brings the credential in line, and an adopted rule stays as it is then.
                ({ } old, { } rule) when IsSame(old.Rule, rule.Rule, exceptCredential: old.Record == rule && group.Any(change => change.IsByAdoption)) => true,
                ({ Record.IsTakenByTime: true }, null) => true,

                // It was put back, and what was put back was then taken for another's by the time of its creation.
                ({ } old, null) when ended.GetValueOrDefault(group.Key) is { IsTakenByTime: true } last && IsSame(old.Rule, last.Rule, exceptCredential: false) => true,

                // An update could not put it back, a twin in the same template made it anew, and deleted that with the rollback of its Create.
                ({ }, null) when ended.GetValueOrDefault(group.Key) is { Maker.Resource: { } maker, End.By: { } by } && maker == by
                    && group.First().By is { } first && first != by => true,

                // It was left by a policy or by a cancelled Create, and another stack has taken it over since.
                (null, { IsTakenByTime: true } rule) when rule.Owners.Count > 0 && rule.Owners.All(owner => owner.StackId != stack.Id) => true,

                // It was retained, and the resource has moved back to it: no event distinguishes that from the rollback of its move away.
                ({ Record.IsTakenBack: true }, null) => true,
                _ => false,
            };
            Require(isAsItWas, $"{stack.Name} is {stack.Status.Text}, and {group.Key} is {now?.ToString() ?? "not there"} and was {was?.Rule.ToString() ?? "not there"}");
        }
    }

    /// <summary>Whether every rule that a stack made is one that a stack has.</summary>
    /// <param name="stacks">All that there are, none of them at work.</param>
    public void CheckLeftovers(IReadOnlyList<Stack> stacks)
    {
        foreach (var rule in live.Values.Where(rule => rule is { Maker: not null, WhyLeft: null }))
        {
            Require(
                holdings.Any(each => each.Value.Current == rule && StackOf(each.Key) is not null)
                    || rule.Owners.Any(owner => StackOf(owner) is { } stack && stack.Status.IsFailed),
                $"{rule} is left behind");
        }

        Stack? StackOf(ResourceName name) => stacks.FirstOrDefault(stack => stack.Id == name.StackId && stack.Resource(name.LogicalId) is not null);
    }

    public LedgerSnapshot Snapshot() => new(live.ToDictionary(each => each.Key, each => new LedgerEntry(each.Value.Rule, each.Value)));

    private string? WhyNotTo(RuleInstanceRecord rule, LifecycleEvent @event, bool isDeletion)
    {
        var holding = Of(@event.Resource);
        if (@event.RequestType != "Delete")
        {
            return @event.Asked.Key != RuleChoice.KeyOf(rule.Rule) ? "the event asks for another"
                : rule.Owners.Contains(@event.Resource) || @event.IsAtOwnPlace ? null
                : holding.Predecessor == rule ? Allow("the ID's predecessor", rule)
                : holding.Predecessor is { } former && former.IsWithinASecondOf(rule) ? AllowByTime("created within a second of the ID's predecessor", rule)
                : IsInWindow(rule, @event) ? AllowByTime("window of ownership", rule)
                : !isDeletion && @event.Asked.IsAdopting ? null
                : $"it is {rule.Whose}";
        }

        return IdText.Parse(@event.PhysicalId) is not { } id ? "the ID names no rule"
            : rule.Owners.Contains(@event.Resource) && !id.IsAdopted ? null
            : holding.UnsureCreates.Any(create => create.Holds(rule.Rule)) ? AllowByTime("window of ownership of a Create of unknown effect", rule)
            : !id.IsAdopted && id.Names(rule) ? AllowByTime("created within a second of the ID's time", rule)
            : !id.IsAdopted && id.IsClose(rule) && @event.Asked.IsMetBy(rule.Rule) ? AllowByTime("equal and created within a minute of the ID's time", rule)
            : isDeletion && !id.IsAdopted && ShownInsteadOf(rule) is { } gone
                && ((id.Names(gone) && gone.Owners.Contains(@event.Resource)) || holding.UnsureCreates.Any(create => create.Holds(gone.Rule)))
                ? Allow("made in the place of the stack's own so shortly after its end that Describe showed that", rule)
            : $"it is {rule.Whose}";
    }

    private void Claim(LifecycleEvent @event, string id)
    {
        var there = live.GetValueOrDefault(@event.Asked.Key) ?? ended.GetValueOrDefault(@event.Asked.Key);
        if (there is { End: { } end } && end.By != @event.Resource && clock.GetUtcNow() - end.At <= DescribeLag + Check)
        {
            Allow("deleted by another of its owners so shortly before that Describe showed it", there);
        }
        else if (there is { End: not null })
        {
            there = null;
        }

        if (there is not { } rule || !@event.Asked.IsMetBy(rule.Rule))
        {
            Break($"{@event} succeeded, and the rule is {live.GetValueOrDefault(@event.Asked.Key)?.ToString() ?? "not there"}");
            return;
        }

        var holding = Of(@event.Resource);
        var isAdoption = false;
        if (@event is { IsAtIdsPlace: false, Asked.IsAdopting: true }
            && IdText.Parse(id) is { IsAdopted: true }
            && IdText.OfPredecessor(@event.PhysicalId)?.Names(rule) is not true
            && (rule.Owners.Contains(@event.Resource) || @event.IsAtOwnPlace))
        {
            // It comes back to where it was, with an ID that doesn't name what is there: that is adopted as anyone's would be.
            isAdoption = true;
            Allow("a rule at its own former place adopted, which the ID doesn't name", rule);
        }
        else if (!rule.Owners.Contains(@event.Resource) && !@event.IsAtOwnPlace)
        {
            if (@event.Asked.IsAdopting && IdText.Parse(id) is { IsAdopted: true })
            {
                // It claims less than whatever else it may have been.
                isAdoption = true;
            }
            else if (holding.Predecessor == rule)
            {
                Allow("the ID's predecessor", rule);
                rule.IsTakenBack |= rule.WhyLeft is not null;
            }
            else if (holding.Predecessor is { } former && former.IsWithinASecondOf(rule))
            {
                AllowByTime("created within a second of the ID's predecessor", rule);
            }
            else if (IsInWindow(rule, @event))
            {
                AllowByTime("window of ownership", rule);
            }
            else if (holding.Predecessor is { } predecessor && predecessor.IsClose(rule) && RuleChoice.KeyOf(predecessor.Rule) == RuleChoice.KeyOf(rule.Rule))
            {
                AllowByTime("equal and created within a minute of the ID's time", rule);
            }
            else if (@event.Asked.IsAdopting)
            {
                isAdoption = true;
            }
            else
            {
                Break($"{@event} took {rule}, which is {rule.Whose}");
            }
        }

        if (isAdoption)
        {
            holding.Adopted.Add(@event.Asked.Key);
            rule.IsMadeWhereNoneWas = false;
        }

        // What was gone and is made again is the stack's, whatever was adopted before.
        if (rule.IsMadeWhereNoneWas && rule.Maker?.Resource == @event.Resource && holding.Adopted.Contains(@event.Asked.Key))
        {
            if (IdText.RemembersAdoption(id))
            {
                Require(id == @event.PhysicalId || @event.MayReplace || !ReferenceEquals(rule.Maker, @event), $"{@event} adopted {rule}, which it made itself");
                Allow(MadeAgain, rule);
                rule.IsMadeWhereNoneWas = false;
            }
            else
            {
                holding.Adopted.Remove(@event.Asked.Key);
            }
        }

        // What was adopted stays adopted for as long as the template says so, whichever instance takes its place.
        if (holding.Adopted.Contains(@event.Asked.Key) && @event.Asked.IsAdopting)
        {
            rule.Owners.Remove(@event.Resource);
            if (rule.Owners.Count == 0)
            {
                rule.WhyLeft ??= "adopted";
            }
        }
        else
        {
            rule.Owners.Add(@event.Resource);
            rule.WhyLeft = null;
        }

        if (holding.Current is { } old && old != rule)
        {
            holding.Predecessor = old;
        }

        holding.Key = @event.Asked.Key;
        holding.Current = rule;
        holding.Asked = @event.Asked;
        holding.PhysicalId = id;
    }

    // After a Delete that succeeded, the rule that was meant is gone, unless it was there before the stack adopted it.
    private void Release(LifecycleEvent @event)
    {
        var holding = Of(@event.Resource);
        if (IdText.Parse(@event.PhysicalId) is not { } id)
        {
            return;
        }

        var isGone = holding.PhysicalId == @event.PhysicalId;
        var wasAdopted = holding.Adopted.Contains(id.Key) && @event.Asked.IsAdopting;
        if (live.GetValueOrDefault(id.Key) is { } rule && rule.Owners.Contains(@event.Resource))
        {
            if (wasAdopted)
            {
                rule.Owners.Remove(@event.Resource);
                rule.WhyLeft = "adopted";
            }
            else
            {
                Require(!id.Names(rule), $"{@event} succeeded, and {rule} is still there");
                if (id.IsUnsure && rule.LastChangedBy != @event.Resource)
                {
                    rule.Owners.Remove(@event.Resource);
                    rule.WhyLeft = "its Create was of unknown effect, and another has changed it since";
                    Allow(rule.WhyLeft, rule);
                }
            }
        }
        else if (live.GetValueOrDefault(id.Key) is { } adopted
            && (wasAdopted ? holding.Current == adopted || id.Names(adopted) : holding.Current == adopted && adopted.Exception == MadeAgain))
        {
            adopted.WhyLeft = "adopted";
        }

        if (isGone || id.Key != holding.Key)
        {
            holding.Adopted.Remove(id.Key);
        }

        if (isGone)
        {
            holding.Current = null;
            holding.Key = null;
        }
    }

    private void LeaveByCancelled(RuleInstanceRecord rule)
    {
        rule.WhyLeft = "its Create was cancelled";
        Allow("left by a Create that CloudFormation cancelled", rule);
    }

    // What Describe may show where the rule is.
    private RuleInstanceRecord? ShownInsteadOf(RuleInstanceRecord rule) =>
        ended.GetValueOrDefault(RuleChoice.KeyOf(rule.Rule)) is { End: { } end } gone && clock.GetUtcNow() - end.At <= DescribeLag ? gone : null;

    private static bool IsInWindow(RuleInstanceRecord rule, LifecycleEvent @event) => @event.Asked.IsMetBy(rule.Rule) && rule.Rule.CreatedAt >= @event.Birth - Skew;

    private bool IsAskedForBy(Stack stack, RuleInstanceRecord rule) => stack.Resources.Any(
        resource => Of(new(stack.Id, resource.LogicalId)) is { Asked: { } asked } holding && holding.Current == rule && asked.IsMetBy(rule.Rule));

    private static bool IsSame(EmulatedRule one, EmulatedRule other, bool exceptCredential) => Bare(one, exceptCredential) == Bare(other, exceptCredential);

    private static EmulatedRule Bare(EmulatedRule rule, bool exceptCredential) =>
        rule with
        {
            CreatedAt = default,
            UpdatedAt = default,
            UpstreamRepositoryPrefix = rule.UpstreamRepositoryPrefix is "" or null ? "ROOT" : rule.UpstreamRepositoryPrefix,
            CredentialArn = exceptCredential ? null : rule.CredentialArn,
        };

    private Holding Of(ResourceName resource)
    {
        if (!holdings.TryGetValue(resource, out var holding))
        {
            holdings[resource] = holding = new();
        }

        return holding;
    }

    private void Note(LedgerChange change) => changes.Add(change with { IsByAdoption = current is { RequestType: not "Delete", Asked.IsAdopting: true } });

    private string? Allow(string exception, RuleInstanceRecord rule)
    {
        Exceptions[exception] = Exceptions.GetValueOrDefault(exception) + 1;
        rule.Exception = exception;
        return null;
    }

    private string? AllowByTime(string exception, RuleInstanceRecord rule)
    {
        rule.IsTakenByTime = true;
        return Allow(exception, rule);
    }

    private void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            Break(otherwise);
        }
    }

    private void Break(string violation) => Violation ??= violation;

    /// <summary>The instance that a physical ID identifies.</summary>
    private sealed record IdText(string Key, DateTimeOffset? CreatedAt, bool IsAdopted, bool IsUnsure)
    {
        public static IdText? Parse(string? text)
        {
            var id = (text ?? "").Split('~')[0];
            if (id.StartsWith("create-unsure:", StringComparison.Ordinal))
            {
                return id.Split(':') is [_, _, var registry, var place] ? new(RuleChoice.KeyOf(registry, place), null, IsAdopted: false, IsUnsure: true) : null;
            }

            var isAdopted = id.EndsWith("!adopted", StringComparison.Ordinal);
            return id.Replace("!adopted", "", StringComparison.Ordinal).Split('@') is [var name, var epoch] && long.TryParse(epoch, CultureInfo.InvariantCulture, out var seconds)
                ? new(
                    name.Split(':') is [var account, var prefix] ? RuleChoice.KeyOf(account, prefix) : RuleChoice.KeyOf(RuleChoice.Account, name),
                    DateTimeOffset.FromUnixTimeSeconds(seconds),
                    isAdopted,
                    IsUnsure: false)
                : null;
        }

        /// <summary>The replaced instance that the ID identifies; null if it names none.</summary>
        public static IdText? OfPredecessor(string? text) => (text ?? "").Split('~') is [_, var predecessor] ? Parse(predecessor) : null;

        /// <summary>Whether an ID says that the rule under its prefix was adopted, once at least.</summary>
        public static bool RemembersAdoption(string? text) =>
            Parse(text) is { } id && (id.IsAdopted || OfPredecessor(text) is { IsAdopted: true } predecessor && predecessor.Key == id.Key);

        public bool Names(RuleInstanceRecord rule) => IsOf(rule, TimeSpan.FromSeconds(1));

        public bool IsClose(RuleInstanceRecord rule) => IsOf(rule, Close);

        private bool IsOf(RuleInstanceRecord rule, TimeSpan apart) =>
            RuleChoice.KeyOf(rule.Rule) == Key && CreatedAt is { } at && (DateTimeOffset.FromUnixTimeSeconds(rule.Rule.CreatedAt.ToUnixTimeSeconds()) - at).Duration() <= apart;
    }

    /// <summary>The rules of a resource, by its requests and their responses.</summary>
    private sealed class Holding
    {
        public string? Key { get; set; }

        public string? PhysicalId { get; set; }

        public RuleChoice? Asked { get; set; }

        public RuleInstanceRecord? Current { get; set; }

        public RuleInstanceRecord? Predecessor { get; set; }

        /// <summary>The existing rules that it adopted.</summary>
        public HashSet<string> Adopted { get; } = [];

        public List<UnsureCreate> UnsureCreates { get; } = [];
    }

    private sealed record UnsureCreate(RuleChoice Asked, DateTimeOffset Since, DateTimeOffset Until)
    {
        public bool Holds(EmulatedRule rule) => Asked.IsMetBy(rule) && rule.CreatedAt >= Since && rule.CreatedAt <= Until;
    }
}

/// <summary>A resource of one stack.</summary>
internal sealed record ResourceName(string StackId, string LogicalId)
{
    public override string ToString() => $"{StackId.Split('/')[^2]}/{LogicalId}";
}

/// <summary>An event that CloudFormation sent.</summary>
/// <param name="birth">The time of its signature: in whole seconds, by CloudFormation's clock.</param>
/// <param name="isAtOwnPlace">Whether it is an Update that stays at the registry and prefix that the resource has.</param>
/// <param name="isAtIdsPlace">Whether its ID names the registry and prefix that it asks for: not where a failed move away is undone.</param>
internal sealed class LifecycleEvent(ResourceName resource, string requestType, RuleChoice asked, string? physicalId, DateTimeOffset birth, bool isAtOwnPlace, bool isAtIdsPlace)
{
    public ResourceName Resource => resource;

    public string RequestType => requestType;

    public RuleChoice Asked => asked;

    public string? PhysicalId => physicalId;

    public DateTimeOffset Birth => birth;

    public bool IsAtOwnPlace => isAtOwnPlace;

    public bool IsAtIdsPlace => isAtIdsPlace;

    /// <summary>Whether CloudFormation cancelled it before its response.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The first rule that it deleted, to which its undoing returns; null where it deleted none.</summary>
    public RuleInstanceRecord? FirstDeleted { get; set; }

    /// <summary>The previous properties; null except in an Update.</summary>
    public RuleChoice? Before { get; init; }

    /// <summary>Whether the update, or the one that it undoes, has to delete the rule on its way.</summary>
    public bool MayReplace => Before is { } before
        && before.Key == Asked.Key
        && (before.UpstreamRegistryUrl, before.UpstreamRepositoryPrefix ?? "ROOT", before.CredentialArn is null)
            != (Asked.UpstreamRegistryUrl, Asked.UpstreamRepositoryPrefix ?? "ROOT", Asked.CredentialArn is null);

    public override string ToString() => $"{Resource}'s {RequestType} of {Asked.Key} ({PhysicalId})";
}

/// <summary>One rule for as long as it lives.</summary>
/// <param name="number">Which it is of all that there were.</param>
/// <param name="rule">As it is created.</param>
/// <param name="maker">The event that created it; null where someone did by hand.</param>
internal sealed class RuleInstanceRecord(int number, EmulatedRule rule, LifecycleEvent? maker)
{
    public EmulatedRule Rule { get; set; } = rule;

    public LifecycleEvent? Maker => maker;

    /// <summary>The resources that it goes with.</summary>
    public HashSet<ResourceName> Owners { get; } = [];

    /// <summary>The resource that changed it last; null where nobody did, or someone by hand.</summary>
    public ResourceName? LastChangedBy { get; set; } = maker?.Resource;

    public RuleEnd? End { get; set; }

    /// <summary>The reason why no stack has it any more although one created it; null if there is none.</summary>
    public string? WhyLeft { get; set; }

    /// <summary>Whether it was taken for a stack's by what it asks for and when it was created alone.</summary>
    public bool IsTakenByTime { get; set; }

    /// <summary>Whether a resource created it that had not just deleted another in its place.</summary>
    public bool IsMadeWhereNoneWas { get; set; }

    /// <summary>Whether a resource that left it behind by a policy has moved back to it.</summary>
    public bool IsTakenBack { get; set; }

    /// <summary>The last exception of the contract that it fell under.</summary>
    public string? Exception { get; set; }

    /// <summary>A resource created it.</summary>
    /// <param name="old">The rule of which the event puts this back as it was; null where it is a new one.</param>
    /// <param name="resource">Which.</param>
    public void StandsFor(RuleInstanceRecord? old, ResourceName resource)
    {
        if (old is null)
        {
            Owners.Add(resource);
            return;
        }

        Owners.UnionWith(old.Owners);
        WhyLeft = old.WhyLeft ?? (old.Maker is null ? "put back as someone had made it"
            : old.Owners.Contains(resource) ? null
            : "put back by another resource's update, with a creation time that the owner's ID doesn't name");
    }

    public string Whose => (Owners.Count, maker) switch
    {
        ( > 0, _) => $"{string.Join(" and ", Owners)}'s",
        (_, null) => "made by hand",
        _ => $"{WhyLeft ?? "not"} any stack's any more, made by {maker.Resource}",
    };

    /// <summary>Whether no ID distinguishes it from the other.</summary>
    public bool IsWithinASecondOf(RuleInstanceRecord other) =>
        RuleChoice.KeyOf(Rule) == RuleChoice.KeyOf(other.Rule)
        && Math.Abs(Rule.CreatedAt.ToUnixTimeSeconds() - other.Rule.CreatedAt.ToUnixTimeSeconds()) <= 1;

    public bool IsClose(RuleInstanceRecord other) => (Rule.CreatedAt - other.Rule.CreatedAt).Duration() <= TimeSpan.FromSeconds(61);

    public override string ToString() =>
        $"rule {number.ToString(CultureInfo.InvariantCulture)} ({RuleChoice.KeyOf(Rule)}@{Rule.CreatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} {Rule.UpstreamRegistryUrl} {Rule.UpstreamRepositoryPrefix} {Rule.CredentialArn?.Split('/')[^1]} by {maker?.Resource.ToString() ?? "hand"})";
}

/// <param name="By">The resource; null for someone by hand.</param>
/// <param name="At">When.</param>
internal sealed record RuleEnd(ResourceName? By, DateTimeOffset At);

/// <param name="Key">Which registry and prefix.</param>
/// <param name="By">The resource whose event did it; null for someone by hand.</param>
internal sealed record LedgerChange(string Key, ResourceName? By, RuleInstanceRecord Rule, bool IsDeleted)
{
    /// <summary>Whether the event that did it adopts.</summary>
    public bool IsByAdoption { get; init; }
}

internal sealed record LedgerEntry(EmulatedRule Rule, RuleInstanceRecord Record);

/// <summary>The rules at one moment.</summary>
internal sealed record LedgerSnapshot(IReadOnlyDictionary<string, LedgerEntry> Rules);
