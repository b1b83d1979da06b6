namespace EcrPtc.Cli.Templates;

/// <summary>Which resources must be there before which.</summary>
internal static class DependencyOrder
{
    /// <summary>The resources that exist, each after those it depends on, and otherwise as in the template.</summary>
    /// <exception cref="TemplateException">They depend on each other in circles.</exception>
    public static IReadOnlyList<TemplateResource> Sort(Template template, TemplateEvaluator evaluator)
    {
        var order = new List<TemplateResource>();
        var circles = new List<TemplateProblem>();
        var existing = template.Resources.Where(evaluator.Exists).ToDictionary(resource => resource.LogicalId);
        foreach (var resource in existing.Values)
        {
            Visit(resource, []);
        }

        return circles.Count == 0 ? order : throw new TemplateException(circles);

        void Visit(TemplateResource resource, IReadOnlyList<string> path)
        {
            if (order.Contains(resource))
            {
                return;
            }

            if (path.Contains(resource.LogicalId))
            {
                circles.Add(new(resource.At, $"Circular dependency between resources: [{string.Join(", ", path.SkipWhile(each => each != resource.LogicalId))}]"));
                return;
            }

            foreach (var dependency in DependenciesOf(resource, template).Where(existing.ContainsKey))
            {
                Visit(existing[dependency], [.. path, resource.LogicalId]);
            }

            order.Add(resource);
        }
    }

    /// <summary>The logical ids that a resource depends on, by DependsOn and by what its properties name.</summary>
    public static IReadOnlyList<string> DependenciesOf(TemplateResource resource, Template template) =>
        [.. resource.DependsOn.Concat(NamedIn(resource.Properties)).Where(name => template.Resource(name) is not null).Distinct()];

    private static IEnumerable<string> NamedIn(TemplateNode node) => node switch
    {
        MappingNode { Entries: [{ Key: "Ref", Value: ScalarNode name }] } => [name.Text],
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ListNode { Items: [ScalarNode name, ..] } }] } => [name.Text],
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ScalarNode name }] } => [name.Text.Split('.')[0]],
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode text }] } => NamedIn(text.Text),
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ListNode { Items: [ScalarNode text, var variables] } }] } => [.. NamedIn(text.Text), .. NamedIn(variables)],
        MappingNode mapping => mapping.Entries.SelectMany(entry => NamedIn(entry.Value)),
        ListNode list => list.Items.SelectMany(NamedIn),
        _ => [],
    };

    private static IEnumerable<string> NamedIn(string text) => SubText.Parts(text).Where(part => part.IsVariable).Select(part => part.Text.Split('.')[0]);
}
