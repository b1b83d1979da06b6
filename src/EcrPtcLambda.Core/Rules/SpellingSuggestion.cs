using F23.StringSimilarity;

namespace EcrPtcLambda.Rules;

/// <summary>Finds the name that a misspelt one was meant to be.</summary>
internal static class SpellingSuggestion
{
    // Distance takes time in proportion to both lengths, and no known name is longer.
    private const int ComparedCharacters = 60;

    /// <summary>The one of <paramref name="known"/> that is the fewest edits from <paramref name="given"/>; capitals and separators count for little.</summary>
    public static string For(string given, IEnumerable<string> known)
    {
        var distance = new Damerau();
        var plain = Plain(given);
        return known.MinBy(name => distance.Distance(plain, Plain(name)))!;
    }

    private static string Plain(string name) =>
        new([.. name.Take(ComparedCharacters).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
