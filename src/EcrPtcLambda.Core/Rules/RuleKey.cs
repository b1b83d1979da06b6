using System.Text.RegularExpressions;

namespace EcrPtcLambda.Rules;

/// <summary>The key of a rule within a Region: its registry and its ECR repository prefix.</summary>
/// <param name="RegistryId">The registry's account, 12 digits.</param>
/// <param name="EcrRepositoryPrefix">The prefix, normalized by <see cref="Normalize"/>.</param>
internal sealed partial record RuleKey(string RegistryId, string EcrRepositoryPrefix)
{
    /// <summary>The prefix for all repositories that no other rule matches (ECR model, PullThroughCacheRuleRepositoryPrefix).</summary>
    public const string Root = "ROOT";

    /// <summary>True if <paramref name="text"/> is an account ID of 12 digits (ECR model, RegistryId).</summary>
    public static bool IsRegistryId(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    /// <summary>True if <paramref name="text"/> has the length and the format of a prefix.</summary>
    public static bool IsPrefix(string text) => HasPrefixLength(text) && PrefixForm().IsMatch(text);

    /// <summary>True if <paramref name="text"/> has the model's 2 to 30 characters.</summary>
    public static bool HasPrefixLength(string text) => text.Length is >= 2 and <= 30;

    /// <summary>
    /// Returns the canonical form of a prefix. Amazon ECR assumes a trailing <c>/</c>, so <c>x/</c> and <c>x</c> are the same prefix. The
    /// slash is kept if the prefix would otherwise be shorter than the model's two characters.
    /// </summary>
    public static string Normalize(string prefix) => prefix.Length > 2 && prefix.EndsWith('/') ? prefix[..^1] : prefix;

    public override string ToString() => $"{EcrRepositoryPrefix} in registry {RegistryId}";

    // ECR model, PullThroughCacheRuleRepositoryPrefix, with \z for its $, because $ would accept a trailing line feed.
    [GeneratedRegex(@"\A([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PrefixForm();
}
