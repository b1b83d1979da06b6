using System.Text.Json.Nodes;

namespace EcrPtc.Cli.Templates;

/// <summary>Expands the loops of AWS::LanguageExtensions, <c>Fn::ForEach::Name: [Identifier, [values], {key: value}]</c>.</summary>
/// <param name="evaluator">The evaluator for the values of a loop.</param>
/// <param name="problems">Receives the problems of loops.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html"/>
internal sealed class Loops(TemplateEvaluator evaluator, List<TemplateProblem> problems)
{
    private readonly List<(MappingEntry Loop, Need Need)> unknown = [];
    private int count;

    /// <summary>The loops with unknown values, which are not expanded.</summary>
    public IReadOnlyList<(MappingEntry Loop, Need Need)> Unknown => unknown;

    /// <exception cref="TemplateException">The loops expand to more values than a template may have.</exception>
    public MappingNode WrittenOut(MappingNode section) => HasLoop(section) ? Mapping(section, new Dictionary<string, string>()) : section;

    private static bool HasLoop(TemplateNode node) => node switch
    {
        MappingNode mapping => mapping.Entries.Any(static entry => Intrinsics.IsLoop(entry.Key) || HasLoop(entry.Value)),
        ListNode list => list.Items.Any(HasLoop),
        _ => false,
    };

    private MappingNode Mapping(MappingNode mapping, IReadOnlyDictionary<string, string> bound)
    {
        var entries = new List<MappingEntry>();
        foreach (var entry in mapping.Entries)
        {
            if (Intrinsics.IsLoop(entry.Key))
            {
                entries.AddRange(Loop(entry, bound));
            }
            else
            {
                entries.Add(new(Bound(entry.Key, bound), entry.KeyAt, Node(entry.Value, bound)));
            }
        }

        var keys = new HashSet<string>();
        foreach (var entry in entries.Where(entry => !keys.Add(entry.Key)))
        {
            problems.Add(new(entry.KeyAt, $"The key {entry.Key} occurs twice after the loops are expanded."));
        }

        return new(mapping.At, [.. entries.DistinctBy(static entry => entry.Key)]);
    }

    private IReadOnlyList<MappingEntry> Loop(MappingEntry loop, IReadOnlyDictionary<string, string> bound)
    {
        if (loop.Value is not ListNode { Items: [var identifier, var collection, MappingNode body] })
        {
            problems.Add(new(loop.Value.At, $"{loop.Key} must be a list of an identifier, a list of values, and a mapping of what stands for each value."));
            return [];
        }

        var identifiers = evaluator.Evaluated(Node(identifier, bound));
        var values = evaluator.Evaluated(Node(collection, bound));
        if ((identifiers.Need ?? values.Need) is { } need)
        {
            unknown.Add((loop, need));
            return [];
        }

        if (Texts(identifiers.Node) is not { Count: > 0 } names || Rows(values.Node) is not { } rows || rows.Exists(row => row?.Count != names.Count))
        {
            problems.Add(new(collection.At, $"The values of {loop.Key} must be a list of strings, or for several identifiers a list of lists of as many strings."));
            return [];
        }

        return
        [
            .. rows.SelectMany(row =>
            {
                var inner = new Dictionary<string, string>(bound);
                foreach (var (name, value) in names.Zip(row!))
                {
                    inner[name] = value;
                }

                return Mapping(body, inner).Entries;
            }),
        ];
    }

    // One value for one identifier, a list of values for several, and also a mapping for two.
    private static List<List<string>?>? Rows(JsonNode? values) => values switch
    {
        JsonArray list => [.. list.Select(Texts)],
        JsonObject map => [.. map.Select(static entry => entry.Value is JsonValue value ? new List<string> { entry.Key, value.ToString() } : null)],
        _ => null,
    };

    private static List<string>? Texts(JsonNode? node) => node switch
    {
        JsonValue value => [value.ToString()],
        JsonArray list when list.All(static item => item is JsonValue) => [.. list.Select(static item => item!.ToString())],
        _ => null,
    };

    private TemplateNode Node(TemplateNode node, IReadOnlyDictionary<string, string> bound)
    {
        if (++count > TemplateLimits.Nodes)
        {
            throw new TemplateException([.. problems, new(node.At, $"The template has more than {TemplateLimits.Nodes} values after its loops are expanded.")]);
        }

        return node switch
        {
            ScalarNode { Kind: ScalarKind.String } scalar when bound.Count > 0 => Bounded(scalar with { Text = Bound(scalar.Text, bound) }),
            ListNode list => list with { Items = [.. list.Items.Select(item => Node(item, bound))] },
            MappingNode { Entries: [{ Key: "Ref", Value: ScalarNode name } reference] } when bound.TryGetValue(name.Text, out var value) =>
                new ScalarNode(reference.Value.At, value, ScalarKind.String),
            MappingNode mapping => Mapping(mapping, bound),
            _ => node,
        };
    }

    private ScalarNode Bounded(ScalarNode scalar) => scalar.Text.Length <= TemplateLimits.Characters
        ? scalar
        : throw new TemplateException([.. problems, new(scalar.At, $"A value has more than {TemplateLimits.Characters} characters after the loops are expanded.")]);

    // ${Identifier} is the value; &{Identifier} drops the characters that a logical ID can't have.
    private static string Bound(string text, IReadOnlyDictionary<string, string> bound)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        foreach (var (identifier, value) in bound)
        {
            text = text.Replace($"${{{identifier}}}", value, StringComparison.Ordinal)
                .Replace($"&{{{identifier}}}", string.Concat(value.Where(char.IsAsciiLetterOrDigit)), StringComparison.Ordinal);
        }

        return text;
    }
}
