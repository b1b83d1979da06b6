using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace EcrPtc.Cli.Stacks;

/// <summary>The attributes of a resource that isn't made: there is one of every name.</summary>
internal sealed class MadeUpAttributes(StackResource resource) : IReadOnlyDictionary<string, string>
{
    public IEnumerable<string> Keys => resource.Attributes.Keys;

    public IEnumerable<string> Values => resource.Attributes.Values;

    public int Count => resource.Attributes.Count;

    public string this[string key] => resource.Attributes.TryGetValue(key, out var value) ? value : $"{resource.PhysicalId}.{key}";

    public bool ContainsKey(string key) => true;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        value = this[key];
        return true;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => resource.Attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
