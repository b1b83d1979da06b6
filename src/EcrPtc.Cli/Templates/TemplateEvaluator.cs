using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcrPtc.Cli.Templates;

/// <summary>Evaluates the values of a template. A function that isn't evaluated here, and every value that depends on it, is unknown, which is no error.</summary>
/// <param name="template">The template.</param>
/// <param name="parameters">The values of its parameters.</param>
/// <param name="pseudoParameters">The values of the pseudo parameters.</param>
/// <param name="scope">The environment of the template.</param>
internal sealed class TemplateEvaluator(Template template, ResolvedParameters parameters, PseudoParameters pseudoParameters, ITemplateScope scope)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, bool?> conditions = [];
    private readonly Dictionary<string, TemplateParameter> declared = template.Parameters.DistinctBy(static parameter => parameter.Name)
        .ToDictionary(static parameter => parameter.Name);
    private bool isDeciding;

    // Within Fn::ToJsonString, a number stays a number.
    private bool keepsKinds;

    /// <summary>Whether a condition is true, or null if it isn't known.</summary>
    /// <exception cref="TemplateException">A value that it compares isn't available.</exception>
    public bool? EvaluateCondition(string condition)
    {
        // The conditions that it names were decided before, or depend on it in a cycle.
        if (!isDeciding && !conditions.ContainsKey(condition) && template.Conditions.ContainsKey(condition))
        {
            Decide(condition);
        }

        return conditions.GetValueOrDefault(condition);
    }

    /// <summary>Whether the resource exists, or may exist, by its Condition.</summary>
    public bool Exists(TemplateResource resource) => resource.Condition is null || EvaluateCondition(resource.Condition) is not false;

    /// <param name="resource">The resource.</param>
    /// <param name="failed">Called for each value that isn't available, which then counts as unknown; null to throw the exception.</param>
    /// <exception cref="TemplateException">A value of a resource that is created isn't available.</exception>
    public IReadOnlyList<ResolvedProperty> PropertiesOf(TemplateResource resource, Action<TemplateException>? failed = null)
    {
        var problems = new List<TemplateException>();
        var resolved = Properties(resource.Properties, problems.Add);
        if (failed is not null)
        {
            problems.ForEach(failed);
            return resolved;
        }

        if (!scope.IsMade(resource, resolved))
        {
            return [.. resolved.Select(static property => property.Need is { IsPermanent: true } ? property with { Value = Need.StandIn, Need = null } : property)];
        }

        return problems.Count == 0 ? resolved : throw new TemplateException([.. problems.SelectMany(static problem => problem.Problems)]);
    }

    /// <summary>Returns the possible mappings of a resource's properties: one, or both branches of each undecided condition.</summary>
    public IReadOnlyList<MappingNode> FormsOf(TemplateNode properties) => properties switch
    {
        MappingNode { Entries: [{ Key: "Fn::If", Value: ListNode { Items: [ScalarNode condition, var then, var otherwise] } }] } => EvaluateCondition(condition.Text) switch
        {
            true => FormsOf(then),
            false => FormsOf(otherwise),
            null => [.. FormsOf(then), .. FormsOf(otherwise)],
        },
        MappingNode { Entries: [{ Key: "Ref", Value: ScalarNode { Text: PseudoParameters.NoValue } }] } => [new(properties.At, [])],
        MappingNode mapping when Intrinsics.CallIn(mapping) is null => [mapping],
        _ => [],
    };

    /// <summary>Returns the outputs whose condition is true, with placeholders for unknown values.</summary>
    /// <exception cref="TemplateException">A value isn't available.</exception>
    public IReadOnlyList<ResolvedOutput> Outputs() =>
        [.. template.Outputs
            .Where(output => output.Condition is null || EvaluateCondition(output.Condition) is not false)
            .Select(output => new ResolvedOutput(
                output.Name,
                Text(output.Value, "The value of an output"),
                output.Description,
                output.ExportName is null ? null : Text(output.ExportName, "The name of an export")))];

    /// <summary>Returns the value of an expression outside of resources and outputs, such as a policy.</summary>
    /// <exception cref="TemplateException">The value isn't available.</exception>
    public Value Evaluated(TemplateNode node) => Evaluate(node);

    // In order, so that a chain of conditions isn't a chain of calls. The check of references reports cycles.
    private void Decide(string condition)
    {
        var undecided = DepthFirstOrder.Sort(
            new[] { condition }.Where(IsUndecided), name => ConditionsIn(template.Conditions[name]).Where(IsUndecided).Reverse(), static _ => { });
        foreach (var name in undecided)
        {
            isDeciding = true;
            try
            {
                conditions[name] = EvaluateCondition(template.Conditions[name]);
            }
            finally
            {
                isDeciding = false;
            }
        }

        bool IsUndecided(string name) => !conditions.ContainsKey(name) && template.Conditions.ContainsKey(name);
    }

    /// <summary>Returns the conditions that a condition or a value names.</summary>
    public static IEnumerable<string> ConditionsIn(TemplateNode node) => node switch
    {
        MappingNode { Entries: [{ Key: "Condition", Value: ScalarNode name }] } => [name.Text],
        MappingNode { Entries: [{ Key: "Fn::If", Value: ListNode { Items: [ScalarNode name, var then, var otherwise] } }] } =>
            [name.Text, .. ConditionsIn(then), .. ConditionsIn(otherwise)],
        MappingNode mapping => mapping.Entries.SelectMany(static entry => ConditionsIn(entry.Value)),
        ListNode list => list.Items.SelectMany(ConditionsIn),
        _ => [],
    };

    // A value of another shape isn't CloudFormation's, and a macro may replace it.
    private bool? EvaluateCondition(TemplateNode condition) => condition switch
    {
        MappingNode { Entries: [{ Key: "Fn::Equals", Value: ListNode { Items: [var left, var right] } }] } => AreEqual(Evaluate(left), Evaluate(right)),
        MappingNode { Entries: [{ Key: "Fn::Not", Value: ListNode { Items: [var only] } }] } => !EvaluateCondition(only),
        MappingNode { Entries: [{ Key: "Fn::And", Value: ListNode list }] } => list.Items.Select(EvaluateCondition).Aggregate((bool?)true, static (all, one) => all & one),
        MappingNode { Entries: [{ Key: "Fn::Or", Value: ListNode list }] } => list.Items.Select(EvaluateCondition).Aggregate((bool?)false, static (any, one) => any | one),
        MappingNode { Entries: [{ Key: "Condition", Value: ScalarNode name }] } => EvaluateCondition(name.Text),
        _ => null,
    };

    private static bool? AreEqual(Value left, Value right) =>
        left.IsKnown && right.IsKnown && !left.IsAssumed && !right.IsAssumed ? JsonNode.DeepEquals(left.Node, right.Node) : null;

    private List<ResolvedProperty> Properties(TemplateNode properties, Action<TemplateException> failed)
    {
        try
        {
            switch (properties)
            {
                case MappingNode { Entries: [{ Key: "Fn::If", Value: ListNode { Items: [ScalarNode condition, var then, var otherwise] } } call] }:
                    return EvaluateCondition(condition.Text) is { } holds
                        ? Properties(holds ? then : otherwise, failed)
                        : [new(call.Key, call.KeyAt, call.Value.At, null, new($"the condition {condition.Text}", IsPermanent: true))];
                case MappingNode { Entries: [{ Key: "Ref", Value: ScalarNode { Text: PseudoParameters.NoValue } }] }:
                    return [];
                case MappingNode mapping:
                    return [.. mapping.Entries.Select(entry => Property(entry, failed)).OfType<ResolvedProperty>()];
                default:
                    failed(new(properties.At, "Properties must be a mapping of names to values."));
                    return [];
            }
        }
        catch (TemplateException exception)
        {
            failed(exception);
            return [new("Fn::If", properties.At, properties.At, null, new("its condition", IsPermanent: true))];
        }
    }

    private ResolvedProperty? Property(MappingEntry entry, Action<TemplateException> failed)
    {
        // A function in place of a property adds properties that aren't known here.
        if (Intrinsics.IsFunction(entry.Key))
        {
            return new(entry.Key, entry.KeyAt, entry.Value.At, null, new($"what {entry.Key} gives", IsPermanent: true));
        }

        Value value;
        try
        {
            value = Resolved(Evaluate(entry.Value));
        }
        catch (TemplateException exception)
        {
            failed(exception);
            value = Value.Unknown(exception.Problems[0].Message);
        }

        return value.IsAbsent ? null : new(entry.Key, entry.KeyAt, entry.Value.At, value.Node, value.Need);
    }

    private Value Resolved(Value value)
    {
        string? missing = null;
        var node = WithReferences(value.Node);
        return missing is null ? value with { Node = node } : Value.Unknown($"the parameter {missing} of the Parameter Store: --ssm {missing}=VALUE");

        JsonNode? WithReferences(JsonNode? each)
        {
            switch (each)
            {
                case JsonObject map:
                    return new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, WithReferences(entry.Value))));
                case JsonArray list:
                    return new JsonArray([.. list.Select(WithReferences)]);
                case JsonValue text when text.GetValueKind() is JsonValueKind.String:
                    var resolved = DynamicReferences.Resolve(text.GetValue<string>(), scope, out var absent);
                    missing ??= absent;
                    return JsonValue.Create(resolved);
                default:
                    return each?.DeepClone();
            }
        }
    }

    private Value Evaluate(TemplateNode node) => node switch
    {
        ScalarNode scalar => Scalar(scalar),
        ListNode list => Collected([.. list.Items.Select(Evaluate).Where(static item => !item.IsAbsent)],
            static items => new JsonArray([.. items.Select(static item => item.Node)])),
        MappingNode mapping when Intrinsics.CallIn(mapping) is { } call => Call(call.Key, call.Value),
        MappingNode mapping => Map(mapping),
        _ => throw new InvalidOperationException("A node is a scalar, a list or a mapping."),
    };

    private Value Scalar(ScalarNode scalar) => (keepsKinds, scalar.Kind) switch
    {
        (true, ScalarKind.Boolean) => new(JsonValue.Create(scalar.Text == "true")),
        (true, ScalarKind.Null) => new(null),
        (true, ScalarKind.Number) when decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => new(JsonValue.Create(number)),
        _ => Value.Of(scalar.Text),
    };

    private Value Map(MappingNode mapping)
    {
        if (mapping.Entries.FirstOrDefault(static entry => entry.Key.StartsWith("Fn::", StringComparison.Ordinal)) is { } call)
        {
            return Value.Unknown($"what {call.Key} gives");
        }

        var entries = mapping.Entries.Select(entry => (entry.Key, Value: Evaluate(entry.Value))).Where(static entry => !entry.Value.IsAbsent).ToList();
        return Collected([.. entries.Select(static entry => entry.Value)], _ => new JsonObject(entries.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value.Node))));
    }

    private Value Call(string function, TemplateNode argument)
    {
        var kept = keepsKinds;
        keepsKinds = function is "Fn::ToJsonString" || (kept && function is "Fn::If");
        try
        {
            return Run(function, argument);
        }
        finally
        {
            keepsKinds = kept;
        }
    }

    private Value Run(string function, TemplateNode argument) => (function, argument) switch
    {
        ("Ref", ScalarNode name) => Ref(name),
        ("Fn::GetAtt", ListNode { Items: [var resource, var attribute] }) => Both(
            Evaluate(resource), Evaluate(attribute), (id, name) => GetAtt(Text(id, resource.At, "A logical id"), Text(name, attribute.At, "An attribute's name"), attribute.At)),
        ("Fn::GetAtt", ScalarNode { Text: var text }) when text.Split('.', 2) is [var resource, var attribute] => GetAtt(resource, attribute, argument.At),
        ("Fn::Sub", ScalarNode text) => Sub(text, null),
        ("Fn::Sub", ListNode { Items: [ScalarNode text, MappingNode variables] }) => Sub(text, variables),
        ("Fn::Join", ListNode { Items: [var delimiter, var items] }) =>
            Both(Evaluate(delimiter), Evaluate(items), (by, list) => Join(Text(by, delimiter.At, "A delimiter"), [.. Texts(list, items.At)])),
        ("Fn::Split", ListNode { Items: [var delimiter, var source] }) => Both(
            Evaluate(delimiter), Evaluate(source), (by, text) => Value.Of(Text(text, source.At, "What Fn::Split takes apart").Split(Text(by, delimiter.At, "A delimiter")))),
        ("Fn::Select", ListNode { Items: [var index, var items] }) => With(Evaluate(index), at => Select(Text(at, index.At, "An index"), items, index.At)),
        ("Fn::FindInMap", ListNode { Items: { Count: 3 or 4 } items }) => FindInMap(items[0], items[1], items[2], items.ElementAtOrDefault(3)),
        ("Fn::If", ListNode { Items: [ScalarNode condition, var then, var otherwise] }) => EvaluateCondition(condition.Text) is { } holds
            ? Evaluate(holds ? then : otherwise)
            : Value.Unknown($"the condition {condition.Text}"),
        ("Fn::Base64", _) => With(Evaluate(argument), text => Value.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(text, argument.At, "What Fn::Base64 encodes"))))),
        ("Fn::Cidr", ListNode { Items: [var block, var count, var bits] }) => Cidr([block, count, bits], argument.At),
        ("Fn::GetAZs", ScalarNode or MappingNode) => With(Evaluate(argument), region => AvailabilityZones(Text(region, argument.At, "A Region"))),
        ("Fn::GetStackOutput", MappingNode) => With(Evaluate(argument), named => StackOutput(named.Node as JsonObject)),
        ("Fn::ImportValue", _) => With(Evaluate(argument), name => Import(Text(name, argument.At, "The name of an export"), argument.At)),
        ("Fn::Length", _) => With(Evaluate(argument), list => list.Node is JsonArray items
            ? Value.Of(items.Count.ToString(CultureInfo.InvariantCulture))
            : throw new TemplateException(argument.At, "Fn::Length takes a list.")),
        ("Fn::ToJsonString", _) => With(Evaluate(argument), value => Value.Of(value.Node?.ToJsonString(Plain) ?? "null")),
        _ => Value.Unknown($"what {function} gives"),
    };

    private Value Ref(ScalarNode name)
    {
        if (name.Text == PseudoParameters.NoValue)
        {
            return Value.Absent;
        }

        if (PseudoParameters.Has(name.Text))
        {
            return pseudoParameters[name.Text] is { } pseudo ? new(pseudo, IsAssumed: pseudoParameters.IsAssumed) : Value.Unknown(name.Text);
        }

        if (declared.TryGetValue(name.Text, out var parameter))
        {
            return Parameter(parameter);
        }

        if (template.Resource(name.Text) is null && !template.MayHave(name.Text))
        {
            throw new TemplateException(name.At, $"Ref {name.Text} names neither a parameter nor a resource of this template.");
        }

        return Result(name.Text, name.At, out var result)
            ? result!.PhysicalId is { } id ? Value.Of(id) : Value.Unknown($"what Ref {name.Text} gives, which the local stack doesn't create")
            : Missing(name.Text);
    }

    private Value Parameter(TemplateParameter parameter)
    {
        if (!parameters.Values.TryGetValue(parameter.Name, out var value))
        {
            return Value.Unknown($"the parameter {parameter.Name}");
        }

        if (parameter.IsStored)
        {
            if (scope.StoredParameter(value) is not { } stored)
            {
                return Value.Unknown($"the parameter {value} of the Parameter Store: --ssm {value}=VALUE");
            }

            value = stored;
        }

        return parameter.IsList ? Value.Of(value.Split(',', StringSplitOptions.TrimEntries)) : Value.Of(value);
    }

    private Value GetAtt(string resource, string attribute, Position at)
    {
        if (template.Resource(resource) is null && !template.MayHave(resource))
        {
            throw new TemplateException(at, $"Fn::GetAtt names {resource}, which is no resource of this template.");
        }

        if (!Result(resource, at, out var result))
        {
            return Missing(resource);
        }

        return result!.Attributes.TryGetValue(attribute, out var value) ? Value.Of(value)
            : result.IsMade ? throw new TemplateException(at, $"CustomResource attribute error: {resource} has no attribute {attribute}; it has {string.Join(", ", result.Attributes.Keys)}.")
            : Value.Unknown($"the attribute {attribute} of {resource}, which the local stack doesn't create");
    }

    // The resources that a transform adds never exist here.
    private Value Missing(string logicalId) => template.Resource(logicalId) is null ? Value.Unknown($"{logicalId}, which the template's transform makes") : Value.NotYet(logicalId);

    private bool Result(string logicalId, Position at, out ResourceResult? result)
    {
        result = null;
        if (template.Resource(logicalId) is { } resource)
        {
            result = Exists(resource)
                ? scope.Resource(logicalId)
                : throw new TemplateException(at, $"Unresolved resource dependencies [{logicalId}]: its condition {resource.Condition} doesn't hold, so there is no such resource.");
        }

        return result is not null;
    }

    private Value Sub(ScalarNode text, MappingNode? variables)
    {
        var result = new StringBuilder();
        var isAssumed = false;
        foreach (var (part, isVariable) in SubText.Parts(text.Text))
        {
            if (!isVariable)
            {
                result.Append(part);
                continue;
            }

            var value = variables?[part] is { } given ? Evaluate(given)
                : part.Split('.', 2) is [var resource, var attribute] && !PseudoParameters.Has(part) ? GetAtt(resource, attribute, text.At)
                : Ref(new(text.At, part, ScalarKind.String));
            if (!value.IsKnown)
            {
                return value;
            }

            isAssumed |= value.IsAssumed;
            result.Append(Text(value, text.At, $"What ${{{part}}} stands for"));
            if (result.Length > TemplateLimits.Characters)
            {
                break;
            }
        }

        return Value.Of(result.ToString(), isAssumed);
    }

    private static Value Join(string delimiter, IReadOnlyList<string> items) =>
        items.Sum(static item => (long)item.Length) + ((long)delimiter.Length * items.Count) > TemplateLimits.Characters
            ? Value.Unknown($"a value of more than {TemplateLimits.Characters} characters")
            : Value.Of(string.Join(delimiter, items));

    // Only the selected value must be known.
    private Value Select(string index, TemplateNode from, Position at)
    {
        IReadOnlyList<Value> items;
        if (from is ListNode list)
        {
            items = [.. list.Items.Select(Evaluate).Where(static item => !item.IsAbsent)];
        }
        else
        {
            var evaluated = Evaluate(from);
            if (!evaluated.IsKnown)
            {
                return evaluated;
            }

            items = evaluated.Node is JsonArray found
                ? [.. found.Select(item => new Value(item?.DeepClone(), IsAssumed: evaluated.IsAssumed))]
                : throw new TemplateException(at, "Fn::Select takes one of a list.");
        }

        return int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at0) && at0 < items.Count
            ? items[at0]
            : throw new TemplateException(at, $"Fn::Select cannot select nonexistent value at index {index}");
    }

    private Value FindInMap(TemplateNode map, TemplateNode first, TemplateNode second, TemplateNode? options)
    {
        var names = new[] { map, first, second }.Select(each => (each.At, Value: Evaluate(each))).ToList();
        if (names.FindIndex(static name => !name.Value.IsKnown) is >= 0 and var unknown)
        {
            return names[unknown].Value;
        }

        var keys = names.Select(name => Text(name.Value, name.At, "A key of a mapping")).ToList();
        var mapping = template.Mappings?[keys[0]] as MappingNode;
        var inner = mapping?[keys[1]] as MappingNode;
        return inner?[keys[2]] is { } found ? Evaluate(found)
            : template.HasUnseenNames || IsIncluded(template.Mappings) || IsIncluded(mapping) || IsIncluded(inner) ? Value.Unknown("what a transform gives for Mappings")
            : options is MappingNode { Entries: [{ Key: "DefaultValue", Value: var otherwise }] } ? Evaluate(otherwise)
            : names.Exists(static name => name.Value.IsAssumed) ? Value.Unknown("the stack's Region and account")
            : throw new TemplateException(mapping is null ? map.At : inner is null ? first.At : second.At, $"Unable to get mapping for {string.Join("::", keys)}");
    }

    private static bool IsIncluded(MappingNode? mapping) => mapping?.Entry(Intrinsics.Transform) is not null;

    private Value Cidr(IReadOnlyList<TemplateNode> nodes, Position at)
    {
        var values = nodes.Select(Evaluate).ToList();
        return values.FindIndex(static value => !value.IsKnown) is >= 0 and var unknown ? values[unknown]
            : CidrBlocks.Of(Text(values[0], nodes[0].At, "A block"), Text(values[1], nodes[1].At, "A count"), Text(values[2], nodes[2].At, "A number of bits")) is { } blocks ? Value.Of(blocks)
            : throw new TemplateException(at, "Fn::Cidr takes a CIDR block, how many blocks to give, 1 to 256, and how many bits of an address each leaves free; the block must hold them.");
    }

    // Assumed names: most Regions have three Availability Zones that are named like this.
    private Value AvailabilityZones(string region) => (region.Length == 0 ? pseudoParameters.Region : region) is { } name
        ? Value.Of([$"{name}a", $"{name}b", $"{name}c"], pseudoParameters.IsAssumed)
        : Value.Unknown("AWS::Region");

    private Value StackOutput(JsonObject? named)
    {
        var (stack, output, region) = (TextOf(named, "StackName"), TextOf(named, "OutputName"), TextOf(named, "Region"));
        return stack is not null && output is not null && (region is null || region == pseudoParameters.Region)
            && TextOf(named, "RoleArn") is null && scope.Output(stack, output) is { } value
            ? Value.Of(value)
            : Value.Unknown($"the output {output} of the stack {stack}{(region is null ? "" : $" in {region}")}");
    }

    private static string? TextOf(JsonObject? map, string name) => map?[name] is JsonValue text && text.GetValueKind() is JsonValueKind.String ? text.GetValue<string>() : null;

    private Value Import(string name, Position at) => scope.Export(name) is { } value
        ? Value.Of(value)
        : scope.IsPartial ? Value.Unknown($"the export {name}")
        : throw new TemplateException(at, $"No export named {name} found: deploy the stack that exports it first.");

    private string Text(TemplateNode node, string what)
    {
        var value = Evaluate(node);
        return value.IsKnown ? Text(value, node.At, what) : value.Need!.IsPermanent ? Need.StandIn : "";
    }

    private static string Text(Value value, Position at, string what) =>
        value.Node is JsonValue text && text.GetValueKind() is JsonValueKind.String ? text.GetValue<string>() : throw new TemplateException(at, $"{what} must be a string.");

    private static IEnumerable<string> Texts(Value value, Position at) => value.Node is JsonArray list
        ? list.Select(item => Text(new(item), at, "Each value of a list that is joined"))
        : throw new TemplateException(at, "Fn::Join joins a list.");

    private static Value With(Value value, Func<Value, Value> next) => !value.IsKnown ? value : value.IsAssumed ? next(value) with { IsAssumed = true } : next(value);

    private static Value Both(Value first, Value second, Func<Value, Value, Value> next) => With(first, one => With(second, other => next(one, other)));

    private static Value Collected(IReadOnlyList<Value> items, Func<IReadOnlyList<Value>, JsonNode> collect)
    {
        foreach (var item in items)
        {
            if (!item.IsKnown)
            {
                return item;
            }
        }

        return new(collect(items), IsAssumed: items.Any(static item => item.IsAssumed));
    }
}

/// <param name="Value">The value, scalars as strings; null if it isn't known.</param>
/// <param name="Need">The missing information; null if the value is known.</param>
internal sealed record ResolvedProperty(string Name, Position NameAt, Position ValueAt, JsonNode? Value, Need? Need)
{
    public bool IsKnown => Need is null;
}

/// <param name="Value">The value; a placeholder if it isn't known here, and empty if it depends on a resource that doesn't exist yet.</param>
internal sealed record ResolvedOutput(string Name, string Value, string? Description, string? ExportName);
