using System.Globalization;
using System.Text;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// What a physical id says: the rule it names, or that it names none. The id of a rule is its prefix, so that Ref gives it;
/// <c>&lt;registryId&gt;:&lt;prefix&gt;</c> where the registry is another account's, since no prefix holds a colon.
/// </summary>
internal static class PhysicalResourceId
{
    /// <summary>The most bytes CloudFormation takes.</summary>
    public const int MaxBytes = 1024;

    private const string CreateFailedMarker = "create-failed:";
    private const string CreateUnsureMarker = "create-unsure:";

    /// <summary>The id that CloudFormation is told for <paramref name="key"/>.</summary>
    public static string Of(RuleKey key, HomeRegistry home) =>
        key.RegistryId == home.AccountId ? key.EcrRepositoryPrefix : $"{key.RegistryId}:{key.EcrRepositoryPrefix}";

    /// <summary>An id that no rule can have, so that the Delete which follows a failed Create finds nothing to delete.</summary>
    public static string OfFailedCreate(string requestId)
    {
        var id = CreateFailedMarker + requestId;
        while (Encoding.UTF8.GetByteCount(id) > MaxBytes)
        {
            id = id[..^(char.IsLowSurrogate(id[^1]) ? 2 : 1)];
        }

        return id;
    }

    /// <summary>
    /// The id of a Create that failed without knowing whether ECR had made the rule. The Delete that follows takes the rule away
    /// only if it was created in <paramref name="created"/>: one that was there before, or came after, is another's.
    /// </summary>
    public static string OfUnsureCreate(RuleKey key, CreationTime created) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CreateUnsureMarker}{created.Since.ToUnixTimeSeconds()}-{created.Until.ToUnixTimeSeconds()}:{key.RegistryId}:{key.EcrRepositoryPrefix}");

    /// <summary>The rule that <paramref name="id"/> names, or null where it names none: a failed Create's, one that CloudFormation made up, or no id at all.</summary>
    public static DeleteTarget? Parse(string? id, HomeRegistry home) => id?.Split(':') switch
    {
        [var prefix] => Target(home.AccountId, prefix),
        [var account, var prefix] => Target(account, prefix),
        ["create-unsure", var created, var account, var prefix] when Time(created) is { } time =>
            Target(account, prefix) is { } target ? target with { Created = time } : null,
        _ => null,
    };

    private static CreationTime? Time(string text) => text.Split('-') is [var since, var until] && Moment(since) is { } start && Moment(until) is { } end
        ? new(start, end)
        : null;

    private static DateTimeOffset? Moment(string epoch) => uint.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;

    private static DeleteTarget? Target(string account, string prefix) =>
        RuleKey.IsRegistryId(account) && RuleKey.IsPrefix(prefix) ? new(new(account, RuleKey.Normalise(prefix))) : null;
}
