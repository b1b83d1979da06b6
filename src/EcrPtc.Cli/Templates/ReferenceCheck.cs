namespace EcrPtc.Cli.Templates;

/// <summary>
/// Checks the references of rules: functions in their properties must have arguments of the right shape and existing names, in both branches
/// of a condition, and every attribute of a rule in the template must exist.
/// </summary>
internal sealed class ReferenceCheck
{
    private readonly Template template;
    private readonly List<TemplateProblem> problems = [];
    private readonly HashSet<string> parameters;
    private readonly HashSet<string> conditions = [];
    private readonly Queue<TemplateNode> pending = new();
    private bool isFollowing;

    private ReferenceCheck(Template template)
    {
        this.template = template;
        parameters = [.. template.Parameters.Select(static parameter => parameter.Name)];
    }

    public static IReadOnlyList<TemplateProblem> Problems(Template template)
    {
        var check = new ReferenceCheck(template);
        foreach (var rule in template.IsRewritten ? [] : template.Resources.Where(static resource => resource.IsRule))
        {
            check.Rule(rule);
        }

        check.Cycles();
        check.problems.AddRange(AttributeCheck.Problems(template));
        return check.problems;
    }

    private void Rule(TemplateResource rule)
    {
        Value(rule.Properties);
        if (rule.DeletionPolicyFunction is { } deletionPolicy)
        {
            Value(deletionPolicy);
        }

        if (rule.UpdateReplacePolicyFunction is { } updateReplacePolicy)
        {
            Value(updateReplacePolicy);
        }

        Named(rule.Condition, rule.At);
        foreach (var name in rule.DependsOn.Where(name => !HasResource(name)))
        {
            Add(rule.At, $"{rule.LogicalId} depends on {name}, which is no resource of this template.");
        }
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
                    if (Intrinsics.IsRun(entry.Key) && entry.Key != "Ref")
                    {
                        Add(entry.KeyAt, $"{entry.Key} must be the only key of its mapping.");
                    }
                    else if (entry.Key != Intrinsics.Transform)
                    {
                        Value(entry.Value);
                    }
                }

                break;
        }
    }

    private void Call(MappingEntry call)
    {
        var (function, at, argument) = call;
        if (Intrinsics.IsExtension(function) && !template.HasLanguageExtensions)
        {
            Add(at, $"{function} needs the template's line \"Transform: AWS::LanguageExtensions\".");
        }

        switch (function, argument)
        {
            case ("Ref", ScalarNode name):
                if (!parameters.Contains(name.Text) && !HasResource(name.Text) && !PseudoParameters.Has(name.Text))
                {
                    Add(name.At, $"Ref {name.Text} names neither a parameter nor a resource of this template.");
                }

                break;
            case ("Fn::GetAtt", ListNode { Items: [var resource, var attribute] }):
                if (resource is ScalarNode { Text: var logicalId } && !HasResource(logicalId))
                {
                    Add(resource.At, $"Fn::GetAtt names {logicalId}, which is no resource of this template.");
                }

                Value(attribute);
                break;
            case ("Fn::GetAtt", ScalarNode { Text: var text }) when text.Split('.', 2) is [var resource, _]:
                if (!HasResource(resource))
                {
                    Add(argument.At, $"Fn::GetAtt names {resource}, which is no resource of this template.");
                }

                break;
            case ("Fn::Sub", ScalarNode text):
                Sub(text, []);
                break;
            case ("Fn::Sub", ListNode { Items: [ScalarNode text, MappingNode variables] }):
                Sub(text, [.. variables.Entries.Select(static entry => entry.Key)]);
                Value(variables);
                break;
            case ("Fn::Join" or "Fn::Split", ListNode { Items: [ScalarNode or MappingNode, var source] }) when function == "Fn::Split" || source is not ScalarNode:
                Value(source);
                break;
            case ("Fn::Select", ListNode { Items: [ScalarNode or MappingNode, ListNode or MappingNode] items }):
                Value(items[0]);
                Value(items[1]);
                break;
            case ("Fn::FindInMap", ListNode { Items: { Count: 3 or 4 } items }):
                FindInMap(items[0], items[1], items[2], items.Count == 4);
                break;
            case ("Fn::If", ListNode { Items: [ScalarNode condition, var then, var otherwise] }):
                Named(condition.Text, condition.At);
                Value(then);
                Value(otherwise);
                break;
            case ("Fn::Cidr", ListNode { Items: { Count: 2 or 3 } items }):
                foreach (var item in items)
                {
                    Value(item);
                }

                break;
            case ("Fn::GetStackOutput", MappingNode) or ("Fn::ToJsonString", ListNode or MappingNode) or ("Fn::Length", ListNode or MappingNode)
                or ("Fn::Base64" or "Fn::ImportValue" or "Fn::GetAZs", ScalarNode { Kind: not ScalarKind.Null } or MappingNode):
                Value(argument);
                break;
            case ("Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not", _):
                Add(at, $"{function} belongs into the Conditions section; use it here by Fn::If and the condition's name.");
                break;
            case var _ when Intrinsics.IsRun(function):
                Add(argument.At, $"{function} must be {Shape(function)}.");
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
            case MappingNode { Entries: [{ Key: "Fn::And" or "Fn::Or", Value: ListNode { Items: { Count: >= 1 and <= 10 } items } }] }:
                foreach (var item in items)
                {
                    Condition(item);
                }

                break;
            case MappingNode mapping when Intrinsics.CallIn(mapping) is { Key: var function } && !Intrinsics.Conditional.Contains(function) && !Intrinsics.IsRun(function):
                break;
            default:
                Add(node.At, $"A condition must be one of {string.Join(", ", Intrinsics.Conditional)}, with a list of the values or conditions that it is about (Fn::And and Fn::Or: 2 to 10).");
                break;
        }
    }

    // The conditions on which rules depend, each with the conditions that it names.
    private void Cycles() => DepthFirstOrder.Sort(
        conditions,
        name => TemplateEvaluator.ConditionsIn(template.Conditions[name]).Where(template.Conditions.ContainsKey).Reverse(),
        cycle => Add(template.Conditions[cycle[0]].At, $"The condition {cycle[0]} depends on itself: {string.Join(" → ", [.. cycle, cycle[0]])}."));

    private void FindInMap(TemplateNode map, TemplateNode first, TemplateNode second, bool hasDefault)
    {
        if (map is ScalarNode name && !hasDefault && !template.MayHave(name.Text))
        {
            if (template.Mappings?[name.Text] is not MappingNode found)
            {
                Add(name.At, $"Fn::FindInMap names the mapping {name.Text}, which doesn't exist.");
            }
            else if (first is ScalarNode key && found[key.Text] is null && found.Entry(Intrinsics.Transform) is null)
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
            if (isVariable && !variables.Contains(name) && !parameters.Contains(name) && !PseudoParameters.Has(name) && !HasResource(name.Split('.')[0]))
            {
                Add(text.At, $"Fn::Sub names ${{{name}}}, which is neither a parameter nor a resource of this template; a literal is written ${{!{name}}}.");
            }
        }
    }

    // Checks each condition on which a rule depends once. The conditions that it names are queued, so that a chain of them isn't a chain of calls.
    private void Named(string? condition, Position at)
    {
        if (condition is null)
        {
            return;
        }

        if (!template.Conditions.TryGetValue(condition, out var node))
        {
            if (!template.MayHave(condition))
            {
                Add(at, $"The condition {condition} isn't in the Conditions section.");
            }

            return;
        }

        if (!conditions.Add(condition))
        {
            return;
        }

        pending.Enqueue(node);
        if (isFollowing)
        {
            return;
        }

        isFollowing = true;
        while (pending.TryDequeue(out var next))
        {
            Condition(next);
        }

        isFollowing = false;
    }

    private bool HasResource(string name) => template.Resource(name) is not null || template.MayHave(name);

    private void Add(Position at, string message) => problems.Add(new(at, message) { Kind = ProblemKind.Reference });

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
        "Fn::Cidr" => "a list of a block, a number of blocks and a number of bits",
        "Fn::GetStackOutput" => "a mapping with StackName and OutputName",
        "Fn::Length" => "a list, or a function that gives one",
        "Fn::ToJsonString" => "a list or a mapping",
        _ => "a string or a function that gives one",
    };
}
