namespace EcrPtc.Cli.Templates;

/// <summary>Checks every function in a template: that there is such a function, that its argument has the right shape, and that what it names is there.</summary>
internal sealed class ReferenceCheck(Template template)
{
    private readonly List<TemplateProblem> problems = [];
    private readonly HashSet<string> parameters = [.. template.Parameters.Select(parameter => parameter.Name)];
    private readonly HashSet<string> resources = [.. template.Resources.Select(resource => resource.LogicalId)];

    public IReadOnlyList<TemplateProblem> Problems()
    {
        foreach (var (_, condition) in template.Conditions)
        {
            Condition(condition);
        }

        Cycles();
        foreach (var resource in template.Resources)
        {
            Value(resource.Properties);
            Named(resource.Condition, resource.At);
            foreach (var name in resource.DependsOn.Where(name => !resources.Contains(name)))
            {
                Add(resource.At, $"{resource.LogicalId} depends on {name}, which is no resource of this template.");
            }
        }

        foreach (var output in template.Outputs)
        {
            Value(output.Value);
            Named(output.Condition, output.At);
            if (output.ExportName is not null)
            {
                Value(output.ExportName);
            }
        }

        return problems;
    }

    private void Value(TemplateNode node)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Null }:
                Add(node.At, "null values are not allowed in templates: leave the property out, or write Ref AWS::NoValue.");
                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Value(item);
                }

                break;
            case MappingNode mapping when Intrinsics.CallIn(mapping) is { } call:
                Call(call);
                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Key.StartsWith("Fn::", StringComparison.Ordinal))
                    {
                        Add(entry.KeyAt, $"{entry.Key} must be the only key of its mapping.");
                    }

                    Value(entry.Value);
                }

                break;
        }
    }

    private void Call(MappingEntry call)
    {
        var (function, at, argument) = call;
        switch (function, argument)
        {
            case ("Ref", ScalarNode name):
                if (!parameters.Contains(name.Text) && !resources.Contains(name.Text) && !PseudoParameters.Has(name.Text))
                {
                    Add(name.At, $"Ref {name.Text} names neither a parameter nor a resource of this template.");
                }

                break;
            case ("Fn::GetAtt", ListNode { Items: [ScalarNode resource, var attribute] }):
                if (!resources.Contains(resource.Text))
                {
                    Add(resource.At, $"Fn::GetAtt names {resource.Text}, which is no resource of this template.");
                }

                Value(attribute);
                break;
            case ("Fn::GetAtt", ScalarNode { Text: var text }) when text.Split('.', 2) is [var resource, _]:
                if (!resources.Contains(resource))
                {
                    Add(argument.At, $"Fn::GetAtt names {resource}, which is no resource of this template.");
                }

                break;
            case ("Fn::Sub", ScalarNode text):
                Sub(text, new HashSet<string>());
                break;
            case ("Fn::Sub", ListNode { Items: [ScalarNode text, MappingNode variables] }):
                Sub(text, variables.Entries.Select(entry => entry.Key).ToHashSet());
                Value(variables);
                break;
            case ("Fn::Join", ListNode { Items: [ScalarNode, ListNode or MappingNode] items }):
                Value(items[1]);
                break;
            case ("Fn::Split", ListNode { Items: [ScalarNode, var source] }):
                Value(source);
                break;
            case ("Fn::Select", ListNode { Items: [ScalarNode or MappingNode, ListNode or MappingNode] items }):
                Value(items[0]);
                Value(items[1]);
                break;
            case ("Fn::FindInMap", ListNode { Items: { Count: 3 or 4 } items }):
                FindInMap(items[0], items[1], items[2]);
                break;
            case ("Fn::If", ListNode { Items: [ScalarNode condition, var then, var otherwise] }):
                Named(condition.Text, condition.At);
                Value(then);
                Value(otherwise);
                break;
            case ("Fn::Base64" or "Fn::ImportValue" or "Fn::GetAZs", ScalarNode { Kind: not ScalarKind.Null } or MappingNode):
                Value(argument);
                break;
            case ("Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not", _):
                Add(at, $"{function} belongs into the Conditions section; use it here by Fn::If and the condition's name.");
                break;
            case var _ when Intrinsics.IsRun(function) || function == "Ref":
                Add(argument.At, $"{function} must be {Shape(function)}.");
                break;
            case var _ when Intrinsics.IsNotRun(function):
                Add(at, $"The local stack doesn't run {function}: write what it gives.");
                break;
            default:
                Add(at, $"{function} is no function of CloudFormation.");
                break;
        }
    }

    private void Condition(TemplateNode node)
    {
        switch (node)
        {
            case MappingNode { Entries: [{ Key: "Condition", Value: ScalarNode name }] }:
                Named(name.Text, name.At);
                break;
            case MappingNode { Entries: [{ Key: "Fn::Equals", Value: ListNode { Items: [var left, var right] } }] }:
                Value(left);
                Value(right);
                break;
            case MappingNode { Entries: [{ Key: "Fn::Not", Value: ListNode { Items: [var only] } }] }:
                Condition(only);
                break;
            case MappingNode { Entries: [{ Key: "Fn::And" or "Fn::Or", Value: ListNode { Items: { Count: >= 2 and <= 10 } items } }] }:
                foreach (var item in items)
                {
                    Condition(item);
                }

                break;
            default:
                Add(node.At, $"A condition must be one of {string.Join(", ", Intrinsics.Conditional)}, with a list of the values or conditions that it is about (Fn::And and Fn::Or: 2 to 10).");
                break;
        }
    }

    private void Cycles()
    {
        var finished = new HashSet<string>();
        foreach (var name in template.Conditions.Keys)
        {
            Visit(name, []);
        }

        void Visit(string name, IReadOnlyList<string> path)
        {
            if (finished.Contains(name) || !template.Conditions.TryGetValue(name, out var condition))
            {
                return;
            }

            if (path.Contains(name))
            {
                Add(condition.At, $"The condition {name} depends on itself: {string.Join(" → ", [.. path.SkipWhile(each => each != name), name])}.");
                finished.Add(name);
                return;
            }

            foreach (var other in ConditionsIn(condition))
            {
                Visit(other, [.. path, name]);
            }

            finished.Add(name);
        }
    }

    private static IEnumerable<string> ConditionsIn(TemplateNode node) => node switch
    {
        MappingNode { Entries: [{ Key: "Condition", Value: ScalarNode name }] } => [name.Text],
        MappingNode mapping => mapping.Entries.SelectMany(entry => ConditionsIn(entry.Value)),
        ListNode list => list.Items.SelectMany(ConditionsIn),
        _ => [],
    };

    private void FindInMap(TemplateNode map, TemplateNode first, TemplateNode second)
    {
        if (map is ScalarNode name)
        {
            if (template.Mappings?[name.Text] is not MappingNode found)
            {
                Add(name.At, $"Fn::FindInMap names the mapping {name.Text}, which isn't there.");
            }
            else if (first is ScalarNode key && found[key.Text] is null)
            {
                Add(key.At, $"The mapping {name.Text} has no key {key.Text}.");
            }
        }

        Value(first);
        Value(second);
    }

    private void Sub(ScalarNode text, HashSet<string> variables)
    {
        foreach (var (name, isVariable) in SubText.Parts(text.Text))
        {
            if (isVariable && !variables.Contains(name) && !parameters.Contains(name) && !PseudoParameters.Has(name) && !resources.Contains(name.Split('.')[0]))
            {
                Add(text.At, $"Fn::Sub names ${{{name}}}, which is neither a parameter nor a resource of this template; a literal is written ${{!{name}}}.");
            }
        }
    }

    private void Named(string? condition, Position at)
    {
        if (condition is not null && !template.Conditions.ContainsKey(condition))
        {
            Add(at, $"The condition {condition} isn't in the Conditions section.");
        }
    }

    private void Add(Position at, string message) => problems.Add(new(at, message));

    private static string Shape(string function) => function switch
    {
        "Ref" => "a name",
        "Fn::GetAtt" => "a resource's logical id and an attribute's name, [Rule, RepositoryUri]",
        "Fn::Sub" => "a string, or a list of a string and a mapping of its variables",
        "Fn::Join" => "a list of a delimiter and a list of values",
        "Fn::Split" => "a list of a delimiter and a string",
        "Fn::Select" => "a list of an index and a list of values",
        "Fn::FindInMap" => "a list of a mapping's name and two keys",
        "Fn::If" => "a list of a condition's name and two values",
        _ => "a string or a function that gives one",
    };
}
