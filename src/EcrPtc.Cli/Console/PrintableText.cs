using System.Globalization;
using System.Text;

namespace EcrPtc.Cli.Console;

/// <summary>Text of others, such as an output's value, made safe for a terminal and a log.</summary>
internal static class PrintableText
{
    // Marks that reorder text on a screen: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
    private static bool IsDirectional(Rune rune) => rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Returns the text on one line, with escapes in place of control characters, line breaks and bidirectional marks.</summary>
    public static string OneLine(string text) => Escape(text, isMultiline: false);

    /// <summary>Returns the text with escapes in place of control characters and bidirectional marks; line breaks and tabs stay.</summary>
    public static string Lines(string text) => Escape(text, isMultiline: true);

    private static string Escape(string text, bool isMultiline)
    {
        if (text.EnumerateRunes().All(rune => IsPrintable(rune, isMultiline)))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                _ when IsPrintable(rune, isMultiline) => escaped.Append(rune),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ => escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            };
        }

        return escaped.ToString();
    }

    private static bool IsPrintable(Rune rune, bool isMultiline) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => isMultiline && rune.Value is '\n' or '\t',
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => !IsDirectional(rune),
    };
}
