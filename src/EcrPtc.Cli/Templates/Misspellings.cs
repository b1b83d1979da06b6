using EcrPtcLambda.Rules;
using F23.StringSimilarity;

namespace EcrPtc.Cli.Templates;

/// <summary>Finds the intended name of a misspelled one.</summary>
internal static class Misspellings
{
    private const int MostMisspelt = 2;

    // The part of a name's letters that may be wrong.
    private const int PartMisspelt = 3;

    /// <summary>Whether at most two characters are wrong, missing, added or swapped.</summary>
    public static bool Are(string given, string known) => Math.Abs(given.Length - known.Length) <= MostMisspelt && new Damerau().Distance(given, known) <= MostMisspelt;

    /// <summary>Suggests the nearest name if at most a third of the letters is wrong. Case and separators don't count.</summary>
    /// <returns>A suggestion such as <c>; did you mean Resources?</c>, or an empty string.</returns>
    public static string DidYouMean(string given, IEnumerable<string> known)
    {
        IReadOnlyList<string> names = [.. known];
        if (names.Count == 0)
        {
            return "";
        }

        var nearest = SpellingSuggestion.For(given, names);
        var (plainGiven, plainNearest) = (Plain(given), Plain(nearest));
        var most = Math.Max(plainGiven.Length, plainNearest.Length) / PartMisspelt;
        return Math.Abs(plainGiven.Length - plainNearest.Length) <= most && new Damerau().Distance(plainGiven, plainNearest) <= most ? $"; did you mean {nearest}?" : "";
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
