using System.Globalization;
using System.Text;

namespace Amazon.Lambda.Core;

/// <summary>
/// Log messages with holes: <c>{Name}</c>, <c>{Name:format}</c>, <c>{@Name}</c>; <c>{{</c> and <c>}}</c> are braces.
/// Holes take the arguments in order, unless every hole is a number: then the number is the argument's index.
/// </summary>
internal static class MessageTemplate
{
    public static string Render(string template, object?[]? args) => Render(template, args, static (_, _) => { });

    /// <summary>Renders the template, and passes the name and value of every hole with an argument to <paramref name="filled"/>.</summary>
    public static string Render(string template, object?[]? args, Action<string, object?> filled)
    {
        if (args is not { Length: > 0 } || !template.Contains('{', StringComparison.Ordinal))
        {
            return template;
        }

        var parts = Parse(template);
        var byIndex = parts.TrueForAll(part => !part.IsHole || int.TryParse(part.Text, CultureInfo.InvariantCulture, out var index) && index >= 0);
        var rendered = new StringBuilder(template.Length);
        var next = 0;
        foreach (var part in parts)
        {
            if (!part.IsHole)
            {
                rendered.Append(part.Text);
                continue;
            }

            var index = byIndex ? int.Parse(part.Text, CultureInfo.InvariantCulture) : next++;
            if (index >= args.Length)
            {
                rendered.Append(part.Source);
                continue;
            }

            rendered.Append(Text(args[index], part.Format));
            filled(part.Text, args[index]);
        }

        return rendered.ToString();
    }

    public static string? Text(object? value, string? format = null) =>
        value is IFormattable formattable
            ? formattable.ToString(format, CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static List<Part> Parse(string template)
    {
        List<Part> parts = [];
        var literal = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var character = template[i];
            if (character is '{' or '}' && i + 1 < template.Length && template[i + 1] == character)
            {
                literal.Append(character);
                i++;
                continue;
            }

            var end = character == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0)
            {
                literal.Append(character);
                continue;
            }

            parts.Add(Part.Literal(literal.ToString()));
            literal.Clear();
            parts.Add(Part.Hole(template[i..(end + 1)]));
            i = end;
        }

        parts.Add(Part.Literal(literal.ToString()));
        return parts;
    }

    private readonly record struct Part(bool IsHole, string Text, string? Format, string Source)
    {
        public static Part Literal(string text) => new(false, text, null, text);

        public static Part Hole(string source)
        {
            var inner = source[1..^1].TrimStart('@');
            var colon = inner.IndexOf(':', StringComparison.Ordinal);
            return colon < 0
                ? new(true, inner.Trim(), null, source)
                : new(true, inner[..colon].Trim(), inner[(colon + 1)..], source);
        }
    }
}
