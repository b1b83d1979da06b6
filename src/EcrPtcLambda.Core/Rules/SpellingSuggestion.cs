using F23.StringSimilarity;

namespace EcrPtcLambda.Rules;

/// <summary>Suggests the correct spelling of a name.</summary>
internal static class SpellingSuggestion
{
    // The time for a comparison is proportional to both lengths, and no known name is longer.
    private const int ComparedCharacters = 60;

    /// <summary>
    /// Returns the name in <paramref name="known"/> with the fewest edits from <paramref name="given"/>. Case and separators have little
    /// weight.
    /// </summary>
    public static string For(string given, IEnumerable<string> known)
    {
        var distance = new Damerau();
        var plain = Plain(given);
        return known.MinBy(name => distance.Distance(plain, Plain(name)))!;
    }

    private static string Plain(string name) =>
        new([.. name.Take(ComparedCharacters).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
