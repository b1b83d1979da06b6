using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Stacks.Model;

/// <summary>
/// Hides the values of a template's NoEcho parameters in all output. They stay in the state file, which only its owner can read: the next
/// deployment needs them.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html"/>
internal sealed class NoEchoMask
{
    /// <summary>The mask that is shown instead of a value.</summary>
    public const string Stars = "*****";

    // A shorter value could be part of any word, and a lowercase word could be any word of a message.
    private const int FewestCharacters = 4;

    private readonly IReadOnlyList<string> names;
    private readonly IReadOnlyList<string> values;

    /// <param name="names">The parameters.</param>
    /// <param name="parameters">Values of parameters, these and others.</param>
    public NoEchoMask(IReadOnlyList<string> names, params IEnumerable<IReadOnlyDictionary<string, string>?> parameters)
    {
        this.names = names;
        values =
        [
            .. parameters.SelectMany(each => names.Select(name => each?.GetValueOrDefault(name))).OfType<string>()
                .Where(static value => value.Length >= FewestCharacters && !value.All(char.IsAsciiLetterLower))
                .SelectMany(static value => new[] { value, System.Text.Json.JsonEncodedText.Encode(value).ToString() })
                .Distinct()
                .OrderByDescending(static value => value.Length),
        ];
    }

    /// <summary>The NoEcho parameters of a template.</summary>
    public static IReadOnlyList<string> NamesIn(Template template) =>
    [
        .. template.Parameters.Where(static parameter => parameter.Declaration["NoEcho"] is ScalarNode { Text: var text } && text.Equals("true", StringComparison.OrdinalIgnoreCase))
            .Select(static parameter => parameter.Name),
    ];

    /// <summary>Whether an expression of the template uses the value of such a parameter.</summary>
    public bool IsIn(TemplateNode? node) => node switch
    {
        ScalarNode { Text: var text } => names.Any(name => text == name || text.Contains($"${{{name}}}", StringComparison.Ordinal)),
        ListNode list => list.Items.Any(IsIn),
        MappingNode mapping => mapping.Entries.Any(entry => IsIn(entry.Value)),
        _ => false,
    };

    /// <summary>Returns a text without the values.</summary>
    public string Hide(string text) => values.Aggregate(text, static (hidden, value) => hidden.Replace(value, Stars, StringComparison.Ordinal));
}
