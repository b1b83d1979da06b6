using EcrPtcLambda.Rules;
using F23.StringSimilarity;

namespace EcrPtc.Cli.Templates;

/// <summary>Tells a misspelt name from one that means something else.</summary>
internal static class Misspellings
{
    private const int MostMisspelt = 2;

    // Of a name's letters, this part may be wrong.
    private const int PartMisspelt = 3;

    /// <summary>Whether at most two characters are wrong, missing, one too many or swapped.</summary>
    public static bool Are(string given, string known) => Math.Abs(given.Length - known.Length) <= MostMisspelt && new Damerau().Distance(given, known) <= MostMisspelt;

    /// <summary>Asks for the nearest name, if one is near: at most a third of the letters is wrong. Case and separators don't count.</summary>
    /// <returns>Such as <c>; did you mean Resources?</c>, or nothing.</returns>
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
