using F23.StringSimilarity;

namespace EcrPtc.Cli.Templates;

/// <summary>Tells a misspelt name from one that means something else.</summary>
internal static class Misspellings
{
    private const int MostMisspelt = 2;

    /// <summary>Whether at most two characters are wrong, missing, one too many or swapped.</summary>
    public static bool Are(string given, string known) => Math.Abs(given.Length - known.Length) <= MostMisspelt && new Damerau().Distance(given, known) <= MostMisspelt;
}
