using System.Globalization;
using System.Text;

namespace EcrPtc.Cli.Console;

/// <summary>Makes external text, such as the value of an output, safe for a terminal and a log.</summary>
internal static class PrintableText
{
    // Marks that reorder text on a screen: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
    private static bool IsDirectional(Rune rune) => rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Returns the text on one line, with escapes in place of control characters, line breaks and bidirectional marks.</summary>
    public static string OneLine(string text)
    {
        if (text.EnumerateRunes().All(IsPrintable))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                _ when IsPrintable(rune) => escaped.Append(rune),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ => escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            };
        }

        return escaped.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => !IsDirectional(rune),
    };
}
