using System.Text;
using System.Text.Json;

namespace EcrPtc.Cli.Templates;

/// <summary>Reads JSON with the place of every value.</summary>
internal sealed class JsonNodes
{
    private readonly string file;
    private readonly byte[] bytes;
    private readonly List<int> lineStarts = [0];
    private readonly List<TemplateProblem> problems;

    /// <param name="problems">Receives the problems after which reading can continue.</param>
    public JsonNodes(string file, string text, List<TemplateProblem> problems)
    {
        this.problems = problems;
        this.file = file;
        bytes = Encoding.UTF8.GetBytes(text);
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] == (byte)'\n')
            {
                lineStarts.Add(index + 1);
            }
        }
    }

    /// <summary>Whether reading stopped because values are nested too deep.</summary>
    public bool IsTooDeep { get; private set; }

    /// <exception cref="TemplateException">It isn't JSON.</exception>
    public TemplateNode Read()
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = TemplateLimits.Depth });
        try
        {
            reader.Read();
            var root = Node(ref reader);

            // Text after the value is a separate error.
            while (reader.Read())
            {
            }

            return root;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The depth doesn't include the value that begins here.
            if (reader.CurrentDepth >= TemplateLimits.Depth - 1)
            {
                IsTooDeep = true;
                throw new TemplateException([.. problems, new(At(reader.TokenStartIndex), $"Values are nested more than {TemplateLimits.Depth} deep.")]);
            }

            var at = exception is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
                ? new Position(file, (int)line + 1, (int)column + 1)
                : At(reader.TokenStartIndex);
            throw new TemplateException([.. problems, new(at, "This is not JSON: a value, a comma, a quote or a bracket is missing or one too many here.")]);
        }
    }

    private TemplateNode Node(ref Utf8JsonReader reader)
    {
        var at = At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<TemplateNode>();
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    items.Add(Node(ref reader));
                }

                return new ListNode(at, items);
            case JsonTokenType.StartObject:
                return Mapping(ref reader, at);
            case JsonTokenType.String:
                return new ScalarNode(at, reader.GetString()!, ScalarKind.String);
            case JsonTokenType.Number:
                return new ScalarNode(at, Encoding.UTF8.GetString(reader.ValueSpan), ScalarKind.Number);
            case JsonTokenType.True or JsonTokenType.False:
                return new ScalarNode(at, reader.TokenType is JsonTokenType.True ? "true" : "false", ScalarKind.Boolean);
            default:
                return new ScalarNode(at, "", ScalarKind.Null);
        }
    }

    private MappingNode Mapping(ref Utf8JsonReader reader, Position at)
    {
        var entries = new List<MappingEntry>();
        var keys = new HashSet<string>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var keyAt = At(reader.TokenStartIndex);
            var key = reader.GetString()!;
            reader.Read();
            var value = Node(ref reader);
            if (!keys.Add(key))
            {
                problems.Add(new(keyAt, $"The key {key} occurs twice in one object."));
                continue;
            }

            // The same form as YAML's short form, so that both are handled alike.
            entries.Add(key == "Fn::GetAtt" ? ShortForms.WrittenOut(key, keyAt, value).Entries[0] : new(key, keyAt, value));
        }

        return new(at, entries);
    }

    private Position At(long offset)
    {
        var found = lineStarts.BinarySearch((int)offset);
        var line = found >= 0 ? found : ~found - 1;
        return new(file, line + 1, Encoding.UTF8.GetCharCount(bytes, lineStarts[line], (int)offset - lineStarts[line]) + 1);
    }
}
