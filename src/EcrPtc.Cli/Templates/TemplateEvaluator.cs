using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcrPtc.Cli.Templates;

/// <summary>Says what a template's values are.</summary>
/// <param name="template">The template.</param>
/// <param name="parameters">What its parameters are.</param>
/// <param name="pseudoParameters">What the stack itself is.</param>
/// <param name="resources">What has become of a resource, or null where it isn't known yet.</param>
/// <param name="imports">What another stack exports under a name, or null where none does.</param>
/// <param name="isPartial">Whether parameters and exports may be missing: what depends on them isn't known then.</param>
internal sealed class TemplateEvaluator(
    Template template,
    ResolvedParameters parameters,
    PseudoParameters pseudoParameters,
    Func<string, ResourceResult?> resources,
    Func<string, string?> imports,
    bool isPartial = false)
{
    private readonly HashSet<string> evaluating = [];

    /// <summary>Whether a condition holds, or null where that isn't known.</summary>
    public bool? EvaluateCondition(string condition)
    {
        // One that isn't there, or depends on itself, was told when the template was read.
        if (!template.Conditions.TryGetValue(condition, out var node) || !evaluating.Add(condition))
        {
            return null;
        }

        try
        {
            return EvaluateCondition(node);
        }
        finally
        {
            evaluating.Remove(condition);
        }
    }

    /// <summary>Whether there is, or may be, such a resource, by its Condition.</summary>
    public bool Exists(TemplateResource resource) => resource.Condition is null || EvaluateCondition(resource.Condition) is not false;

    /// <param name="resource">Whose properties.</param>
    /// <param name="failed">Told of each value that can't be had, which then isn't known; null for the exception.</param>
    /// <exception cref="TemplateException">A value can't be had.</exception>
    public IReadOnlyList<ResolvedProperty> PropertiesOf(TemplateResource resource, Action<TemplateException>? failed = null) =>
        [.. resource.Properties.Entries
            .Select(entry => (entry, value: Evaluate(entry.Value, failed)))
            .Where(each => !each.value.IsAbsent)
            .Select(each => new ResolvedProperty(each.entry.Key, each.entry.KeyAt, each.entry.Value.At, each.value.Node, each.value.IsKnown))];

    /// <summary>The outputs whose condition holds.</summary>
    /// <exception cref="TemplateException">A value can't be had.</exception>
    public IReadOnlyList<ResolvedOutput> Outputs() =>
        [.. template.Outputs
            .Where(output => output.Condition is null || EvaluateCondition(output.Condition) is not false)
            .Select(output => new ResolvedOutput(
                output.Name,
                Text(output.Value, "The value of an output"),
                output.Description,
                output.ExportName is null ? null : Text(output.ExportName, "The name of an export")))];

    private bool? EvaluateCondition(TemplateNode condition) => condition switch
    {
        MappingNode { Entries: [{ Key: "Fn::Equals", Value: ListNode { Items: [var left, var right] } }] } => AreEqual(Evaluate(left), Evaluate(right)),
        MappingNode { Entries: [{ Key: "Fn::Not", Value: ListNode { Items: [var only] } }] } => !EvaluateCondition(only),
        MappingNode { Entries: [{ Key: "Fn::And", Value: ListNode list }] } => list.Items.Select(EvaluateCondition).Aggregate((bool?)true, static (all, one) => all & one),
        MappingNode { Entries: [{ Key: "Fn::Or", Value: ListNode list }] } => list.Items.Select(EvaluateCondition).Aggregate((bool?)false, static (any, one) => any | one),
        MappingNode { Entries: [{ Key: "Condition", Value: ScalarNode name }] } => EvaluateCondition(name.Text),
        _ => throw new TemplateException(condition.At, "This is no condition."),
    };

    private static bool? AreEqual(Value left, Value right) => left.IsKnown && right.IsKnown ? JsonNode.DeepEquals(left.Node, right.Node) : null;

    private Value Evaluate(TemplateNode node, Action<TemplateException>? failed)
    {
        try
        {
            return Evaluate(node);
        }
        catch (TemplateException exception) when (failed is not null)
        {
            failed(exception);
            return Value.Unknown;
        }
    }

    private Value Evaluate(TemplateNode node) => node switch
    {
        ScalarNode scalar => Value.From(scalar.Text),
        ListNode list => Collected([.. list.Items.Select(Evaluate).Where(item => !item.IsAbsent)], static items => new JsonArray([.. items.Select(item => item.Node)])),
        MappingNode mapping when Intrinsics.CallIn(mapping) is { } call => Call(call.Key, call.Value),
        MappingNode mapping => Map(mapping),
        _ => throw new InvalidOperationException("A node is a scalar, a list or a mapping."),
    };

    private Value Map(MappingNode mapping)
    {
        var entries = mapping.Entries.Select(entry => (entry.Key, Value: Evaluate(entry.Value))).Where(entry => !entry.Value.IsAbsent).ToList();
        return entries.All(entry => entry.Value.IsKnown)
            ? new(new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Node))))
            : Value.Unknown;
    }

    private Value Call(string function, TemplateNode argument) => (function, argument) switch
    {
        ("Ref", ScalarNode name) => Ref(name),
        ("Fn::GetAtt", ListNode { Items: [ScalarNode resource, var attribute] }) => With(Evaluate(attribute), name => GetAtt(resource.Text, Text(name, attribute.At, "An attribute's name"), attribute.At)),
        ("Fn::GetAtt", ScalarNode { Text: var text }) when text.Split('.', 2) is [var resource, var attribute] => GetAtt(resource, attribute, argument.At),
        ("Fn::Sub", ScalarNode text) => Sub(text, null),
        ("Fn::Sub", ListNode { Items: [ScalarNode text, MappingNode variables] }) => Sub(text, variables),
        ("Fn::Join", ListNode { Items: [ScalarNode delimiter, var items] }) => With(Evaluate(items), list => Value.From(string.Join(delimiter.Text, Texts(list, items.At)))),
        ("Fn::Split", ListNode { Items: [ScalarNode delimiter, var source] }) => With(Evaluate(source), text => Value.From(Text(text, source.At, "What Fn::Split takes apart").Split(delimiter.Text))),
        ("Fn::Select", ListNode { Items: [var index, var items] }) => Both(Evaluate(index), Evaluate(items), (at, list) => Select(Text(at, index.At, "An index"), list, index.At)),
        ("Fn::FindInMap", ListNode { Items: { Count: 3 or 4 } items }) => FindInMap(items[0], items[1], items[2], items.ElementAtOrDefault(3)),
        ("Fn::If", ListNode { Items: [ScalarNode condition, var then, var otherwise] }) => EvaluateCondition(condition.Text) is { } holds ? Evaluate(holds ? then : otherwise) : Value.Unknown,
        ("Fn::Base64", _) => With(Evaluate(argument), text => Value.From(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(text, argument.At, "What Fn::Base64 encodes"))))),
        ("Fn::GetAZs", _) => With(Evaluate(argument), region => AvailabilityZones(Text(region, argument.At, "A Region"))),
        ("Fn::ImportValue", _) => With(Evaluate(argument), name => Import(Text(name, argument.At, "The name of an export"), argument.At)),
        _ => throw new TemplateException(argument.At, $"{function} can't be evaluated here."),
    };

    private Value Ref(ScalarNode name)
    {
        if (name.Text == PseudoParameters.NoValue)
        {
            return Value.Absent;
        }

        if (pseudoParameters[name.Text] is { } pseudo)
        {
            return new(pseudo);
        }

        if (template.Parameters.FirstOrDefault(parameter => parameter.Name == name.Text) is { } parameter)
        {
            if (!parameters.Values.TryGetValue(name.Text, out var value))
            {
                return Value.Unknown;
            }

            return parameter.IsList ? Value.From(value.Split(',', StringSplitOptions.TrimEntries)) : Value.From(value);
        }

        return Result(name.Text, name.At) is { } result ? Value.From(result.PhysicalId) : Value.Unknown;
    }

    private Value GetAtt(string resource, string attribute, Position at)
    {
        if (Result(resource, at) is not { } result)
        {
            return Value.Unknown;
        }

        return result.Attributes.TryGetValue(attribute, out var value)
            ? Value.From(value)
            : throw new TemplateException(at, $"CustomResource attribute error: {resource} has no attribute {attribute}; it has {string.Join(", ", result.Attributes.Keys)}.");
    }

    private ResourceResult? Result(string logicalId, Position at)
    {
        if (template.Resource(logicalId) is not { } resource)
        {
            throw new TemplateException(at, $"{logicalId} is no resource of this template.");
        }

        return Exists(resource)
            ? resources(logicalId)
            : throw new TemplateException(at, $"Unresolved resource dependencies [{logicalId}]: its condition {resource.Condition} doesn't hold, so there is no such resource.");
    }

    private Value Sub(ScalarNode text, MappingNode? variables)
    {
        var result = new StringBuilder();
        foreach (var (part, isVariable) in SubText.Parts(text.Text))
        {
            if (!isVariable)
            {
                result.Append(part);
                continue;
            }

            var value = variables?[part] is { } given ? Evaluate(given)
                : part.Split('.', 2) is [var resource, var attribute] && template.Resource(resource) is not null ? GetAtt(resource, attribute, text.At)
                : Ref(new(text.At, part, ScalarKind.String));
            if (!value.IsKnown)
            {
                return Value.Unknown;
            }

            result.Append(Text(value, text.At, $"What ${{{part}}} stands for"));
        }

        return Value.From(result.ToString());
    }

    private static Value Select(string index, Value list, Position at) => list.Node is JsonArray items
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at0) && at0 < items.Count
        ? new(items[at0]?.DeepClone())
        : throw new TemplateException(at, $"Fn::Select cannot select nonexistent value at index {index}");

    private Value FindInMap(TemplateNode map, TemplateNode first, TemplateNode second, TemplateNode? options)
    {
        var names = new[] { map, first, second }.Select(each => (each.At, Value: Evaluate(each))).ToList();
        if (names.Any(name => !name.Value.IsKnown))
        {
            return Value.Unknown;
        }

        var keys = names.Select(name => Text(name.Value, name.At, "A key of a mapping")).ToList();
        var found = ((template.Mappings?[keys[0]] as MappingNode)?[keys[1]] as MappingNode)?[keys[2]];
        return found is not null ? Evaluate(found)
            : options is MappingNode { Entries: [{ Key: "DefaultValue", Value: var otherwise }] } ? Evaluate(otherwise)
            : throw new TemplateException(map.At, $"Unable to get mapping for {string.Join("::", keys)}");
    }

    // Made up, but three there are in most Regions, named so.
    private Value AvailabilityZones(string region) =>
        Value.From(["a", "b", "c"], letter => $"{(region.Length == 0 ? pseudoParameters.Region : region)}{letter}");

    private Value Import(string name, Position at) => imports(name) is { } value
        ? Value.From(value)
        : isPartial ? Value.Unknown
        : throw new TemplateException(at, $"No export named {name} found: deploy the stack that exports it first.");

    private string Text(TemplateNode node, string what)
    {
        var value = Evaluate(node);
        return value.IsKnown ? Text(value, node.At, what) : "";
    }

    private static string Text(Value value, Position at, string what) =>
        value.Node is JsonValue text && text.GetValueKind() is JsonValueKind.String ? text.GetValue<string>() : throw new TemplateException(at, $"{what} must be a string.");

    private static IEnumerable<string> Texts(Value value, Position at) => value.Node is JsonArray list
        ? list.Select(item => Text(new(item), at, "Each value of a list that is joined"))
        : throw new TemplateException(at, "Fn::Join joins a list.");

    private static Value With(Value value, Func<Value, Value> next) => value.IsKnown ? next(value) : Value.Unknown;

    private static Value Both(Value first, Value second, Func<Value, Value, Value> next) => first.IsKnown && second.IsKnown ? next(first, second) : Value.Unknown;

    private static Value Collected(IReadOnlyList<Value> items, Func<IReadOnlyList<Value>, JsonNode> collect) =>
        items.All(item => item.IsKnown) ? new(collect(items)) : Value.Unknown;

    private readonly record struct Value(JsonNode? Node, bool IsKnown = true, bool IsAbsent = false)
    {
        public static Value Unknown => new(null, IsKnown: false);

        public static Value Absent => new(null, IsAbsent: true);

        public static Value From(string text) => new(JsonValue.Create(text));

        public static Value From(IEnumerable<string> texts, Func<string, string>? change = null) =>
            new(new JsonArray([.. texts.Select(text => (JsonNode)JsonValue.Create(change?.Invoke(text) ?? text)!)]));
    }
}

/// <summary>What has become of a resource.</summary>
/// <param name="PhysicalId">What Ref gives.</param>
/// <param name="Attributes">What Fn::GetAtt gives.</param>
internal sealed record ResourceResult(string PhysicalId, IReadOnlyDictionary<string, string> Attributes);

/// <param name="Value">Scalars are strings; null where it isn't known.</param>
/// <param name="IsKnown">False where it depends on a resource that isn't there yet.</param>
internal sealed record ResolvedProperty(string Name, Position NameAt, Position ValueAt, JsonNode? Value, bool IsKnown);

/// <param name="Value">Empty where it depends on a resource that isn't there yet.</param>
internal sealed record ResolvedOutput(string Name, string Value, string? Description, string? ExportName);
