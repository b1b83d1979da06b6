namespace EcrPtc.Cli.Templates;

/// <summary>A value in a template with its place; YAML's short forms of functions are expanded.</summary>
internal abstract record TemplateNode(Position At);

/// <param name="Text">The value as CloudFormation converts it to a string.</param>
internal sealed record ScalarNode(Position At, string Text, ScalarKind Kind) : TemplateNode(At);

internal sealed record ListNode(Position At, IReadOnlyList<TemplateNode> Items) : TemplateNode(At);

/// <param name="Entries">The entries in the order of the file, with unique keys.</param>
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
