using System.Globalization;
using System.Text.RegularExpressions;

namespace EcrPtcLambda.TestSupport;

/// <summary>
/// Masks values that differ in every run: request IDs, random suffixes and times. The instances of a rule are numbered in the order of
/// their first occurrence, so that <c>hub@1</c> and <c>hub@2</c> are two rules that were created under one prefix.
/// </summary>
internal sealed partial class Mask
{
    private readonly Dictionary<string, List<string>> instances = new(StringComparer.Ordinal);

    public string Apply(string text) => Instances().Replace(Created().Replace(Ids().Replace(Unsure().Replace(text, "create-unsure:<time>:"), "<id>"), "<time>"), Numbered);

    private string Numbered(Match match)
    {
        var (prefix, second) = (match.Groups["prefix"].Value, match.Groups["second"].Value);
        var seconds = instances.TryGetValue(prefix, out var known) ? known : instances[prefix] = [];
        if (!seconds.Contains(second))
        {
            seconds.Add(second);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{prefix}@{seconds.IndexOf(second) + 1}");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=ecr-pullthroughcache/[a-z0-9-]+-)[a-z0-9]{6}(?![a-z0-9-])|(?<=corpus-[A-Za-z0-9]+-)[A-Z0-9]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")]
    private static partial Regex Created();

    [GeneratedRegex("create-unsure:[0-9]+-[0-9]+:")]
    private static partial Regex Unsure();

    [GeneratedRegex("(?<prefix>[a-z0-9][a-z0-9._/-]*|ROOT)@(?<second>[0-9]{10})", RegexOptions.ExplicitCapture)]
    private static partial Regex Instances();
}
