namespace EcrPtc.Cli.Templates;

/// <summary>The order in which resources are created.</summary>
internal static class DependencyOrder
{
    /// <summary>Returns the existing resources, each after its dependencies, and otherwise in the order of the template.</summary>
    /// <exception cref="TemplateException">The resources have circular dependencies.</exception>
    public static IReadOnlyList<TemplateResource> Sort(Template template, TemplateEvaluator evaluator)
    {
        var order = Sort(template, evaluator, out var circles);
        return circles.Count == 0 ? order : throw new TemplateException(circles);
    }

    /// <inheritdoc cref="Sort(Template, TemplateEvaluator)"/>
    /// <param name="circles">The circular dependencies, each at its first resource.</param>
    /// <param name="only">Restricts the circular dependencies to those with such a resource; null for all.</param>
    public static IReadOnlyList<TemplateResource> Sort(Template template, TemplateEvaluator evaluator,
        out IReadOnlyList<TemplateProblem> circles, Func<TemplateResource, bool>? only = null)
    {
        var found = new List<TemplateProblem>();
        var existing = new Dictionary<string, TemplateResource>();
        foreach (var resource in template.Resources.Where(evaluator.Exists))
        {
            existing.TryAdd(resource.LogicalId, resource);
        }

        var order = DepthFirstOrder.Sort(
            existing.Values.Select(static resource => resource.LogicalId),
            name => DependenciesOf(existing[name], template, evaluator).Where(existing.ContainsKey),
            circle =>
            {
                if (only is null || circle.Any(name => only(existing[name])))
                {
                    found.Add(new(existing[circle[0]].At, $"Circular dependency between resources: [{string.Join(", ", circle)}]"));
                }
            });
        circles = found;
        return [.. order.Select(name => existing[name])];
    }

    /// <summary>Returns the logical IDs that a resource depends on, by DependsOn and by references in its properties.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="template">Its template.</param>
    /// <param name="evaluator">Decides conditions, so that only the selected branch counts; null to count both.</param>
    public static IReadOnlyList<string> DependenciesOf(TemplateResource resource, Template template, TemplateEvaluator? evaluator = null) =>
        [.. resource.DependsOn.Concat(NamedIn(resource.Properties, evaluator)).Where(name => template.Resource(name) is not null).Distinct()];

    private static IEnumerable<string> NamedIn(TemplateNode node, TemplateEvaluator? evaluator) => node switch
    {
        MappingNode { Entries: [{ Key: "Ref", Value: ScalarNode name }] } => [name.Text],
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ListNode { Items: [ScalarNode name, ..] } }] } => [name.Text],
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ListNode { Items: [MappingNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode name }] }, ..] } }] } => [name.Text],
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ScalarNode name }] } => [name.Text.Split('.')[0]],
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode text }] } => NamedIn(text.Text, []),
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ListNode { Items: [ScalarNode text, MappingNode variables] } }] } =>
            [.. NamedIn(text.Text, [.. variables.Entries.Select(static entry => entry.Key)]), .. NamedIn(variables, evaluator)],
        MappingNode { Entries: [{ Key: "Fn::If", Value: ListNode { Items: [ScalarNode condition, var then, var otherwise] } }] }
            when evaluator?.EvaluateCondition(condition.Text) is { } holds =>
            NamedIn(holds ? then : otherwise, evaluator),
        MappingNode mapping => mapping.Entries.SelectMany(entry => NamedIn(entry.Value, evaluator)),
        ListNode list => list.Items.SelectMany(item => NamedIn(item, evaluator)),
        _ => [],
    };

    private static IEnumerable<string> NamedIn(string text, HashSet<string> variables) =>
        SubText.Parts(text).Where(part => part.IsVariable && !variables.Contains(part.Text)).Select(static part => part.Text.Split('.')[0]);
}
