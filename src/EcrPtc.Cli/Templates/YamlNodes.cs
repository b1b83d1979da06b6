using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EcrPtc.Cli.Templates;

/// <summary>
/// Reads YAML 1.1 as CloudFormation does, with short forms of functions. Aliases and merge keys, which CloudFormation itself rejects, are
/// expanded as <c>aws cloudformation package</c> and SAM do before they send a template.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html"/>
internal sealed partial class YamlNodes
{
    private const string StringTag = "tag:yaml.org,2002:str";

    private readonly string file;
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly List<TemplateProblem> problems;
    private readonly Dictionary<string, (TemplateNode Node, int Count)> anchors = [];
    private int count;

    /// <param name="file">The template's path, for the places of problems.</param>
    /// <param name="text">The template.</param>
    /// <param name="problems">Receives the problems after which reading can continue.</param>
    public YamlNodes(string file, string text, List<TemplateProblem> problems)
    {
        this.file = file;
        this.problems = problems;
        scanner = new(new StringReader(text), skipComments: true);
        parser = new(scanner);
    }

    /// <summary>The place of the first alias or merge key; null if there is none.</summary>
    public Position? FirstAlias { get; private set; }

    /// <summary>Whether it has text without double quotes, or a tag, which shows that it wasn't meant to be JSON.</summary>
    public bool IsMoreThanJson { get; private set; }

    /// <exception cref="TemplateException">It isn't YAML, or has syntax that CloudFormation's YAML doesn't support.</exception>
    public TemplateNode Read()
    {
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out var end))
            {
                throw new TemplateException(At(end.Start), "The template is empty.");
            }

            parser.Consume<DocumentStart>();
            var root = Node(depth: 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
            {
                problems.Add(new(At(second.Start), "A template is one YAML document; here a second begins."));
            }
            else
            {
                parser.Consume<StreamEnd>();
            }

            if (FirstAlias is not null)
            {
                CheckDepth(root, depth: 0);
            }

            return root;
        }
        catch (YamlException exception)
        {
            throw new TemplateException([.. problems, new(At(exception.Start), $"This is not YAML: {exception.Message.TrimEnd('.')}.")]);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet reports an unclosed bracket, or a tag that is no URI, without a place.
            throw new TemplateException([.. problems, new(At(scanner.CurrentPosition), "This is not YAML: before this place a bracket isn't closed, or a tag can't be read.")]);
        }
    }

    private TemplateNode Node(int depth)
    {
        var current = parser.Current!;
        var at = At(current.Start);
        Count(1, at);
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Aliased(alias.Value.Value, at);
        }

        var tag = current is NodeEvent { Tag: { IsEmpty: false } given } ? given.Value : null;
        var function = tag is ['!', _, ..] ? ShortForms.FunctionOf(tag) : null;
        IsMoreThanJson |= tag is not null;
        var before = count;
        var argument = function is null ? depth : depth + 1;
        if (argument >= TemplateLimits.Depth && current is not YamlDotNet.Core.Events.Scalar)
        {
            throw new TemplateException([.. problems, new(at, $"Values are nested more than {TemplateLimits.Depth} deep.")]);
        }

        TemplateNode node = current switch
        {
            YamlDotNet.Core.Events.Scalar => Scalar(parser.Consume<Scalar>(), isString: tag is "!" or StringTag || function is not null),
            SequenceStart => List(argument),
            _ => Mapping(argument),
        };
        node = function is null ? node : ShortForms.WrittenOut(function, at, node);
        if (current is NodeEvent { Anchor: { IsEmpty: false } anchor })
        {
            anchors[anchor.Value] = (node, count - before + 1);
        }

        return node;
    }

    private TemplateNode Aliased(string name, Position at)
    {
        FirstAlias ??= at;
        if (!anchors.TryGetValue(name, out var anchored))
        {
            throw new TemplateException([.. problems, new(at, $"The alias *{name} stands for nothing: no anchor &{name} ends before it.")]);
        }

        Count(anchored.Count, at);
        return anchored.Node;
    }

    private void Count(int more, Position at)
    {
        count += more;
        if (count > TemplateLimits.Nodes)
        {
            throw new TemplateException([.. problems, new(at, $"The template has more than {TemplateLimits.Nodes} values, aliases written out.")]);
        }
    }

    private void CheckDepth(TemplateNode node, int depth)
    {
        if (depth >= TemplateLimits.Depth && node is not ScalarNode)
        {
            throw new TemplateException([.. problems, new(node.At, $"Values are nested more than {TemplateLimits.Depth} deep, aliases written out.")]);
        }

        switch (node)
        {
            case ListNode list:
                foreach (var item in list.Items)
                {
                    CheckDepth(item, depth + 1);
                }

                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    CheckDepth(entry.Value, depth + 1);
                }

                break;
        }
    }

    private ListNode List(int depth)
    {
        var start = parser.Consume<SequenceStart>();
        var items = new List<TemplateNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return new(At(start.Start), items);
    }

    private MappingNode Mapping(int depth)
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<MappingEntry>();
        var merged = new List<MappingEntry>();
        var keys = new HashSet<string>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyAt = At(parser.Current!.Start);
            var isMerge = parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain, Tag.IsEmpty: true };

            // A number in a key is a name.
            var raw = parser.Current is Scalar { Value: var written } ? written : null;
            var key = Node(depth + 1) is ScalarNode scalar ? scalar.Kind is ScalarKind.Number && raw is not null ? raw : scalar.Text : null;
            var value = Node(depth + 1);
            if (key is null)
            {
                problems.Add(new(keyAt, "A key must be a string."));
            }
            else if (isMerge)
            {
                FirstAlias ??= keyAt;
                merged.AddRange(Merged(value, keyAt));
            }
            else if (!keys.Add(key))
            {
                problems.Add(new(keyAt, $"The key {key} is here for the second time in one mapping."));
            }
            else
            {
                entries.Add(new(key, keyAt, value));
            }
        }

        // The mapping's own keys take precedence over those that it merges, and earlier merges over later ones.
        return new(At(start.Start), merged.Count == 0 ? entries : [.. merged.Where(entry => keys.Add(entry.Key)), .. entries]);
    }

    private IReadOnlyList<MappingEntry> Merged(TemplateNode value, Position at)
    {
        switch (value)
        {
            case MappingNode mapping:
                return mapping.Entries;
            case ListNode list when list.Items.All(static item => item is MappingNode):
                return [.. list.Items.SelectMany(static item => ((MappingNode)item).Entries)];
            default:
                problems.Add(new(at, "A merge key (<<) takes a mapping, or a list of mappings."));
                return [];
        }
    }

    private ScalarNode Scalar(Scalar scalar, bool isString)
    {
        var at = At(scalar.Start);
        if (scalar.Style is not ScalarStyle.Plain || isString)
        {
            IsMoreThanJson |= scalar.Style is not ScalarStyle.DoubleQuoted;
            return new(at, scalar.Value, ScalarKind.String);
        }

        ScalarNode node = scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new(at, "", ScalarKind.Null),
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => new(at, "true", ScalarKind.Boolean),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => new(at, "false", ScalarKind.Boolean),
            var octal when Octal().IsMatch(octal) => new(at, Convert.ToUInt64(octal, 8).ToString(CultureInfo.InvariantCulture), ScalarKind.Number),

            // With an 8 or a 9, CloudFormation reads a decimal number, but still drops the leading zeros.
            var zeros when LeadingZeros().IsMatch(zeros) => new(at, zeros.TrimStart('0'), ScalarKind.Number),
            var number when Number().IsMatch(number) => new(at, number, ScalarKind.Number),
            var value => new(at, value, ScalarKind.String),
        };
        IsMoreThanJson |= node.Kind is ScalarKind.String || (node.Kind is ScalarKind.Boolean or ScalarKind.Null && scalar.Value is not ("true" or "false" or "null"));
        return node;
    }

    private Position At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    [GeneratedRegex(@"\A0[0-7]{1,20}\z", RegexOptions.None)]
    private static partial Regex Octal();

    [GeneratedRegex(@"\A0[0-9]{1,40}\z", RegexOptions.None)]
    private static partial Regex LeadingZeros();

    [GeneratedRegex(@"\A[-+]?([1-9][0-9]*|0)(\.[0-9]*)?([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
