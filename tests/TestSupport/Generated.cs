using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace EcrPtcLambda.TestSupport;

/// <summary>Generators for property-based tests. A failed property prints the seed with which CsCheck replays it.</summary>
internal static class Generated
{
    /// <summary>
    /// Strings of few characters with special cases: quotes, control characters, two to four bytes, no unpaired surrogates.
    /// </summary>
    public static Gen<string> Text { get; } = Pieces(["a", "Z", "7", " ", "\"", "\\", "/", "\n", "\0", "é", "漢", "🐳", "\u2028"], 12);

    /// <summary>Any JSON value, nested a few times, with strings that can contain unpaired surrogates.</summary>
    public static Gen<string> Json { get; } = Gen.Recursive<string>((depth, deeper) => depth > 3
        ? Scalar
        : Gen.OneOf(
            Scalar,
            deeper.List[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Name, deeper).List[0, 4].Select(members => $"{{{string.Join(',', members.Select(member => $"{member.Item1}:{member.Item2}"))}}}")));

    /// <summary>Prefixes that match the ECR model's pattern.</summary>
    public static Gen<string> Prefix { get; } = Gen.OneOf(
        Gen.Const("ROOT"),
        Gen.Select(
            One("ab", "a1", "docker", "0", "team"),
            Pieces([".x", "_y", "__z", "-1", "---q", "/r", "/s2"], 6),
            (head, tail) => head + tail).Where(text => text.Length is >= 2 and <= 30));

    /// <summary>Account IDs.</summary>
    public static Gen<string> AccountId { get; } = Gen.Char['0', '9'].Array[12].Select(digits => new string(digits));

    /// <summary>Concatenated pieces, which are similar enough to valid values to cover both sides of a rule.</summary>
    public static Gen<string> Pieces(string[] pieces, int most) => One(pieces).Array[0, most].Select(string.Concat);

    public static Gen<T> One<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    /// <summary>Returns a string as JSON.</summary>
    public static string Quoted(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";

    public static JsonElement Parsed(string json) => JsonDocument.Parse(json).RootElement;

    private static Gen<string> Scalar => Gen.OneOf(
        One("null", "true", "false", "0", "-1.5e300", "\"\"", "\"\\ud800\"", "\"\\udc00x\"", "\"Create\"", "\"Update\"", "\"Delete\""),
        Text.Select(Quoted),
        Gen.Int.Select(number => FormattableString.Invariant($"{number}")));

    private static Gen<string> Name => Gen.OneOf(
        One(
            "\"RequestType\"", "\"ResponseURL\"", "\"StackId\"", "\"RequestId\"", "\"LogicalResourceId\"", "\"PhysicalResourceId\"",
            "\"ResourceProperties\"", "\"EcrRepositoryPrefix\"", "\"UpstreamRegistry\"", "\"\\ud800\"", "\"\""),
        Text.Select(Quoted));
}
