using System.Globalization;
using System.Text;

namespace EcrPtcLambda.Rules;

/// <summary>
/// A physical resource ID: identifies the rule that a resource owns, if any. The stack owns one instance of a rule, not a name.
/// <list type="table">
/// <item><term><c>docker-hub@1795641730</c></term><description>the rule that was created in that epoch second</description></item>
/// <item><term><c>210987654321:docker-hub@1795641730</c></term><description>the same in another account's registry</description></item>
/// <item><term><c>…!adopted</c></term><description>the rule existed before the stack adopted it</description></item>
/// <item><term><c>…~docker-hub@1795640000</c></term><description>the replaced rule, possibly with <c>!adopted</c></description></item>
/// <item><term><c>create-unsure:…</c></term><description>a failed Create that may have created the rule</description></item>
/// <item><term><c>create-failed:…</c>, and any other text</term><description>no rule</description></item>
/// </list>
/// </summary>
internal abstract record PhysicalResourceId
{
    /// <summary>CloudFormation's limit in bytes.</summary>
    public const int MaxBytes = 1024;

    private const char CreatedMark = '@';
    private const char PredecessorMark = '~';
    private const string AdoptedMark = "!adopted";
    private const string CreateFailedMark = "create-failed:";
    private const string CreateUnsureMark = "create-unsure:";

    private PhysicalResourceId()
    {
    }

    /// <summary>The rule that the resource's rule replaced or was to replace. Null if there is none.</summary>
    public abstract Predecessor? Predecessor { get; init; }

    /// <summary>The ID of a rule.</summary>
    /// <param name="Instance">The rule that the resource owns.</param>
    /// <param name="IsAdopted">True if the rule existed before the stack adopted it.</param>
    /// <param name="Predecessor">The rule that this one replaced. Null if there is none.</param>
    internal sealed record Rule(RuleInstance Instance, bool IsAdopted = false, Predecessor? Predecessor = null) : PhysicalResourceId
    {
        /// <summary>
        /// True if the resource ever adopted the rule under this prefix. The ID keeps this after OnExisting: Adopt is removed, because the
        /// update that removes it can be rolled back.
        /// </summary>
        public bool RemembersAdoption => IsAdopted || Predecessor is { IsAdopted: true } predecessor && predecessor.Instance.Key == Instance.Key;

        /// <summary>True if a Delete retains the rule.</summary>
        /// <param name="onExisting">The OnExisting property of the Delete.</param>
        public bool IsKeptOnDelete(OnExisting onExisting) => IsAdopted || (RemembersAdoption && onExisting is OnExisting.Adopt);

        /// <inheritdoc/>
        public override Predecessor AsPredecessor() => new(Instance, RemembersAdoption);

        /// <inheritdoc/>
        public override string Format(AwsContext awsContext) =>
            Name(Instance, awsContext) + (IsAdopted ? AdoptedMark : "") + Suffix(Predecessor, awsContext);
    }

    /// <summary>
    /// The ID of a failed Create that may have taken effect. Its rule is one that was created in <paramref name="Created"/>.
    /// </summary>
    /// <param name="Key">The key of the rule.</param>
    /// <param name="Created">The period in which the rule can have been created.</param>
    /// <param name="Predecessor">The rule that the new one was to replace. Null if there is none.</param>
    internal sealed record UnsureCreate(RuleKey Key, CreationWindow Created, Predecessor? Predecessor = null) : PhysicalResourceId
    {
        /// <inheritdoc/>
        public override Predecessor? AsPredecessor() => Predecessor;

        /// <inheritdoc/>
        public override string Format(AwsContext awsContext) => string.Create(
            CultureInfo.InvariantCulture,
            $"{CreateUnsureMark}{Created.Since.ToUnixTimeSeconds()}-{Created.Until.ToUnixTimeSeconds()}:{Key.RegistryId}:{Key.EcrRepositoryPrefix}{Suffix(Predecessor, awsContext)}");

        /// <summary>True if the Create made <paramref name="live"/>.</summary>
        /// <param name="live">The existing rule.</param>
        /// <param name="asked">The rule that the Create requested. Null if it is unknown.</param>
        public bool Made(LiveRule live, PullThroughCacheRule? asked) =>
            live.Key == Key && Created.Contains(live.CreatedAt) && asked is not null && live.Satisfies(asked);
    }

    /// <summary>An ID that identifies no rule: a failed Create's, one that CloudFormation generated, or none.</summary>
    /// <param name="Text">The ID as received.</param>
    internal sealed record NoRule(string Text) : PhysicalResourceId
    {
        /// <inheritdoc/>
        public override Predecessor? Predecessor { get; init; }

        /// <inheritdoc/>
        public override Predecessor? AsPredecessor() => null;

        /// <inheritdoc/>
        public override string Format(AwsContext awsContext) => Text;
    }

    /// <summary>Returns what the ID of a replacement records about this rule. Null if there is no rule.</summary>
    public abstract Predecessor? AsPredecessor();

    /// <summary>Returns the ID as CloudFormation stores it.</summary>
    /// <param name="awsContext">Determines the registry that the ID omits.</param>
    public abstract string Format(AwsContext awsContext);

    /// <summary>Returns the ID of a failed Create, for which the Delete that follows has nothing to delete.</summary>
    /// <param name="requestId">The RequestId of the event. Truncated if the ID would exceed <see cref="MaxBytes"/>.</param>
    public static NoRule ForFailedCreate(string requestId)
    {
        var id = CreateFailedMark + requestId;
        while (Encoding.UTF8.GetByteCount(id) > MaxBytes)
        {
            id = id[..^(char.IsLowSurrogate(id[^1]) ? 2 : 1)];
        }

        return new(id);
    }

    /// <summary>Parses an ID. An unknown format identifies no rule.</summary>
    /// <param name="text">The event's PhysicalResourceId. Null if it has none.</param>
    /// <param name="awsContext">Determines the registry of an ID that omits it.</param>
    public static PhysicalResourceId Parse(string? text, AwsContext awsContext)
    {
        var none = new NoRule(text ?? "");
        var (id, hasPredecessor, rest) = Cut(text ?? "", PredecessorMark);
        Predecessor? predecessor = null;
        if (hasPredecessor)
        {
            predecessor = ParseOwner(rest, awsContext) is { } owner ? new(owner.Instance, owner.IsAdopted) : null;
            if (predecessor is null)
            {
                return none;
            }
        }

        return id.StartsWith(CreateUnsureMark, StringComparison.Ordinal)
            ? ParseUnsure(id[CreateUnsureMark.Length..], predecessor) ?? (PhysicalResourceId)none
            : ParseOwner(id, awsContext) is { } rule ? rule with { Predecessor = predecessor } : none;
    }

    private static Rule? ParseOwner(string text, AwsContext awsContext)
    {
        var isAdopted = text.EndsWith(AdoptedMark, StringComparison.Ordinal);
        var (name, _, created) = Cut(isAdopted ? text[..^AdoptedMark.Length] : text, CreatedMark);
        return ParseKey(name, awsContext.AccountId) is { } key && Moment(created) is { } createdAt ? new(new(key, createdAt), isAdopted) : null;
    }

    private static UnsureCreate? ParseUnsure(string text, Predecessor? predecessor) => text.Split(':') switch
    {
        [var created, var account, var prefix] when created.Split('-') is [var since, var until]
            && Moment(since) is { } start && Moment(until) is { } end && ParseKey($"{account}:{prefix}", account) is { } key =>
            new(key, new(start, end), predecessor),
        _ => null,
    };

    private static RuleKey? ParseKey(string text, string homeAccount) => text.Split(':') switch
    {
        [var prefix] => ParseKey(homeAccount, prefix, isRegistry: true),
        [var account, var prefix] => ParseKey(account, prefix, RuleKey.IsRegistryId(account)),
        _ => null,
    };

    private static RuleKey? ParseKey(string account, string prefix, bool isRegistry) =>
        isRegistry && RuleKey.IsPrefix(prefix) ? new(account, RuleKey.Normalize(prefix)) : null;

    private static DateTimeOffset? Moment(string epoch) => uint.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;

    private static string Name(RuleInstance instance, AwsContext awsContext)
    {
        var registry = instance.Key.RegistryId == awsContext.AccountId ? "" : $"{instance.Key.RegistryId}:";
        return string.Create(CultureInfo.InvariantCulture, $"{registry}{instance.Key.EcrRepositoryPrefix}{CreatedMark}{instance.CreatedAt.ToUnixTimeSeconds()}");
    }

    private static string Suffix(Predecessor? predecessor, AwsContext awsContext) =>
        predecessor is null ? "" : $"{PredecessorMark}{Name(predecessor.Instance, awsContext)}{(predecessor.IsAdopted ? AdoptedMark : "")}";

    private static (string Before, bool IsFound, string After) Cut(string text, char mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 ? (text[..at], true, text[(at + 1)..]) : (text, false, "");
}

/// <summary>The replaced rule in a physical resource ID, by which a rollback finds it.</summary>
/// <param name="Instance">The rule.</param>
/// <param name="IsAdopted">True if the rule existed before the stack adopted it.</param>
internal sealed record Predecessor(RuleInstance Instance, bool IsAdopted)
{
    /// <summary>Returns the ID that the rule had.</summary>
    public PhysicalResourceId.Rule AsId() => new(Instance, IsAdopted);
}
