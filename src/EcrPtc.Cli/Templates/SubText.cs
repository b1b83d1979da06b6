using System.Text;

namespace EcrPtc.Cli.Templates;

/// <summary>The parsed text of Fn::Sub.</summary>
/// <remarks>
/// Spaces around the name in <c>${ Name }</c> are accepted. The documentation writes no spaces, and CloudFormation's message for other names
/// lists "alphanumeric characters, underscores, periods, and colons". Users report that CloudFormation accepts these spaces
/// (aws-cloudformation/cfn-lint#236), and cfn-lint and cdklabs/decdk#358 accept them too.
/// </remarks>
internal static class SubText
{
    /// <summary>Its parts in order; the text of a variable is its name.</summary>
    public static IReadOnlyList<(string Text, bool IsVariable)> Parts(string text)
    {
        var parts = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (var index = 0; index < text.Length;)
        {
            if (!text.AsSpan(index).StartsWith("${"))
            {
                literal.Append(text[index++]);
                continue;
            }

            var end = text.IndexOf('}', index);
            if (end < 0)
            {
                literal.Append(text.AsSpan(index));
                break;
            }

            var name = text[(index + 2)..end].Trim();
            if (name.StartsWith('!'))
            {
                literal.Append("${").Append(name.AsSpan(1)).Append('}');
            }
            else
            {
                parts.Add((literal.ToString(), false));
                literal.Clear();
                parts.Add((name, true));
            }

            index = end + 1;
        }

        parts.Add((literal.ToString(), false));
        return [.. parts.Where(part => part is not ("", false))];
    }
}
