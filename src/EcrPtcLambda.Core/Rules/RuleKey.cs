using System.Text.RegularExpressions;

namespace EcrPtcLambda.Rules;

/// <summary>What names a rule within a Region: its registry and its ECR repository prefix.</summary>
/// <param name="RegistryId">The registry's account, 12 digits.</param>
/// <param name="EcrRepositoryPrefix">The prefix as <see cref="Normalize"/> leaves it.</param>
internal sealed partial record RuleKey(string RegistryId, string EcrRepositoryPrefix)
{
    /// <summary>The prefix that matches every repository no other rule matches (ECR model, PullThroughCacheRuleRepositoryPrefix).</summary>
    public const string Root = "ROOT";

    /// <summary>Whether <paramref name="text"/> is an account's 12 digits (ECR model, RegistryId).</summary>
    public static bool IsRegistryId(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    /// <summary>Whether <paramref name="text"/> has the length and the form of a prefix.</summary>
    public static bool IsPrefix(string text) => HasPrefixLength(text) && PrefixForm().IsMatch(text);

    /// <summary>Whether <paramref name="text"/> has the model's 2 to 30 characters.</summary>
    public static bool HasPrefixLength(string text) => text.Length is >= 2 and <= 30;

    /// <summary>
    /// One spelling for one rule: ECR assumes a <c>/</c> behind every prefix, so <c>x/</c> and <c>x</c> are the same.
    /// The slash stays where the prefix would otherwise fall short of the model's two characters.
    /// </summary>
    public static string Normalize(string prefix) => prefix.Length > 2 && prefix.EndsWith('/') ? prefix[..^1] : prefix;

    public override string ToString() => $"{EcrRepositoryPrefix} in registry {RegistryId}";

    // ECR model, PullThroughCacheRuleRepositoryPrefix, with \z for its $, which would let a line feed pass.
    [GeneratedRegex(@"\A([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PrefixForm();
}
