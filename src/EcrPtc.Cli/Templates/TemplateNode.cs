namespace EcrPtc.Cli.Templates;

/// <summary>A value in a template and its place; YAML's short forms of functions are written out.</summary>
internal abstract record TemplateNode(Position At);

/// <param name="Text">As CloudFormation turns it into a string.</param>
internal sealed record ScalarNode(Position At, string Text, ScalarKind Kind) : TemplateNode(At);

internal sealed record ListNode(Position At, IReadOnlyList<TemplateNode> Items) : TemplateNode(At);

/// <param name="Entries">In the file's order, each key once.</param>
internal sealed record MappingNode(Position At, IReadOnlyList<MappingEntry> Entries) : TemplateNode(At)
{
    public MappingEntry? Entry(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    public TemplateNode? this[string key] => Entry(key)?.Value;
}

internal sealed record MappingEntry(string Key, Position KeyAt, TemplateNode Value);

internal enum ScalarKind
{
    String,
    Number,
    Boolean,
    Null,
}
