using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Templates;

/// <summary>Checks that every attribute of a rule in a template is one that rules have.</summary>
internal static class AttributeCheck
{
    /// <summary>The attributes of a rule for <c>Fn::GetAtt</c>, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [
        RuleProperties.EcrRepositoryPrefix, RuleProperties.UpstreamRegistryUrl, RuleProperties.UpstreamRegistry, RuleProperties.RegistryId, RuleProperties.CredentialArn,
        RuleProperties.CustomRoleArn, RuleProperties.UpstreamRepositoryPrefix, "CreatedAt", "RepositoryUri",
    ];

    public static IReadOnlyList<TemplateProblem> Problems(Template template)
    {
        var rules = template.Resources.Where(static resource => resource.IsRule).Select(static resource => resource.LogicalId).ToHashSet();
        return rules.Count == 0 ? [] :
        [
            .. template.Resources.SelectMany(static resource => References(resource.Properties))
                .Concat(template.Outputs.SelectMany(static output => References(output.Value)))
                .Where(reference => rules.Contains(reference.Resource) && !Attributes.Contains(reference.Attribute))
                .Select(static reference => new TemplateProblem(
                    reference.At,
                    $"{reference.Resource} has no attribute {reference.Attribute}{(Misspellings.DidYouMean(reference.Attribute, Attributes) is { Length: > 0 } meant ? $"{meant} It" : "; it")} has {string.Join(", ", Attributes)}.") { Kind = ProblemKind.Attribute }),
        ];
    }

    private static IEnumerable<(string Resource, string Attribute, Position At)> References(TemplateNode node) => node switch
    {
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ListNode { Items: [ScalarNode resource, ScalarNode attribute] } }] } => [(resource.Text, attribute.Text, attribute.At)],
        // The form after a loop has been expanded.
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ListNode { Items: [MappingNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode resource }] }, ScalarNode attribute] } }] }
            when !resource.Text.Contains("${", StringComparison.Ordinal) => [(resource.Text, attribute.Text, attribute.At)],
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ScalarNode text }] } => InName(text.Text, text.At),
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode text }] } => InText(text, []),
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ListNode { Items: [ScalarNode text, MappingNode variables] } }] } =>
            InText(text, [.. variables.Entries.Select(static entry => entry.Key)]).Concat(References(variables)),
        MappingNode mapping => mapping.Entries.SelectMany(static entry => References(entry.Value)),
        ListNode list => list.Items.SelectMany(References),
        _ => [],
    };

    private static IEnumerable<(string Resource, string Attribute, Position At)> InText(ScalarNode text, HashSet<string> variables) =>
        SubText.Parts(text.Text).Where(part => part.IsVariable && !variables.Contains(part.Text)).SelectMany(part => InName(part.Text, text.At));

    private static IEnumerable<(string Resource, string Attribute, Position At)> InName(string name, Position at) =>
        name.Split('.', 2) is [var resource, var attribute] ? [(resource, attribute, at)] : [];
}
