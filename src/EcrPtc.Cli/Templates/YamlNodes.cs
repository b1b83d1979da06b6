using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EcrPtc.Cli.Templates;

/// <summary>Reads YAML 1.1 as CloudFormation does: with short forms of functions, without aliases.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html"/>
internal sealed partial class YamlNodes
{
    // More than any template has, and less than what a stack of calls bears.
    public const int MaxDepth = 100;

    private readonly string file;
    private readonly Scanner scanner;
    private readonly Parser parser;
    private readonly List<TemplateProblem> problems;

    // What is written elsewhere is missing here, and would be called missing.
    private bool hasAliases;

    /// <param name="file">The template's path, for the places of problems.</param>
    /// <param name="text">The template.</param>
    /// <param name="problems">Gets what is wrong and hides nothing else.</param>
    public YamlNodes(string file, string text, List<TemplateProblem> problems)
    {
        this.file = file;
        this.problems = problems;
        scanner = new(new StringReader(text), skipComments: true);
        parser = new(scanner);
    }

    /// <exception cref="TemplateException">It isn't YAML, or has what CloudFormation's YAML has not.</exception>
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

            return hasAliases ? throw new TemplateException(problems) : root;
        }
        catch (YamlException exception)
        {
            throw new TemplateException([.. problems, new(At(exception.Start), $"This is not YAML: {exception.Message.TrimEnd('.')}.")]);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's own, without a place: for a bracket that is never closed, and for a tag that is no URI.
            throw new TemplateException([.. problems, new(At(scanner.CurrentPosition), "This is not YAML: before this place a bracket isn't closed, or a tag can't be read.")]);
        }
    }

    private TemplateNode Node(int depth)
    {
        var current = parser.Current!;
        if (depth > MaxDepth)
        {
            throw new TemplateException([.. problems, new(At(current.Start), $"Values are nested more than {MaxDepth} deep.")]);
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            hasAliases = true;
            problems.Add(new(At(alias.Start), $"CloudFormation takes no YAML aliases such as *{alias.Value}; write the value out."));
            return new ScalarNode(At(alias.Start), "", ScalarKind.String);
        }

        var tag = current is NodeEvent { Tag: { IsEmpty: false, IsLocal: true } given } ? given.Value : null;
        var at = At(current.Start);
        TemplateNode node = current switch
        {
            YamlDotNet.Core.Events.Scalar => Scalar(parser.Consume<Scalar>(), tag is not null),
            SequenceStart => List(depth),
            _ => Mapping(depth),
        };
        if (tag is null)
        {
            return node;
        }

        if (ShortForms.FunctionOf(tag) is { } function)
        {
            return ShortForms.WrittenOut(function, at, node);
        }

        problems.Add(new(at, $"{tag} is no function of CloudFormation."));
        return node;
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
        var keys = new HashSet<string>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyAt = At(parser.Current!.Start);
            var key = Node(depth + 1) is ScalarNode scalar ? scalar.Text : null;
            var value = Node(depth + 1);
            if (key is null)
            {
                problems.Add(new(keyAt, "A key must be a string."));
            }
            else if (key == "<<")
            {
                hasAliases = true;
                problems.Add(new(keyAt, "CloudFormation takes no YAML merges (<<); write the keys out."));
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

        return new(At(start.Start), entries);
    }

    private ScalarNode Scalar(Scalar scalar, bool isTagged)
    {
        var at = At(scalar.Start);
        if (scalar.Style is not ScalarStyle.Plain || isTagged)
        {
            return new(at, scalar.Value, ScalarKind.String);
        }

        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new(at, "", ScalarKind.Null),
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => new(at, "true", ScalarKind.Boolean),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => new(at, "false", ScalarKind.Boolean),
            var octal when Octal().IsMatch(octal) => new(at, Convert.ToUInt64(octal, 8).ToString(CultureInfo.InvariantCulture), ScalarKind.Number),
            var number when Number().IsMatch(number) => new(at, number, ScalarKind.Number),
            var value => new(at, value, ScalarKind.String),
        };
    }

    private Position At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    [GeneratedRegex(@"\A0[0-7]{1,20}\z", RegexOptions.None)]
    private static partial Regex Octal();

    [GeneratedRegex(@"\A[-+]?([1-9][0-9]*|0)(\.[0-9]*)?([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
