using F23.StringSimilarity;

namespace EcrPtcLambda.Local.Templates;

/// <summary>How far a misspelt name is from a known one.</summary>
internal static class Misspellings
{
    /// <summary>How many characters are wrong, missing, one too many or swapped.</summary>
    public static int Between(string given, string known) => Math.Abs(given.Length - known.Length) > known.Length ? known.Length : (int)new Damerau().Distance(given, known);
}
