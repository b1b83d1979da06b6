using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcrPtc.Cli.Templates;

/// <summary>Finds the assertions of a template's Rules section that its parameters don't meet. Undecided assertions count as met.</summary>
/// <param name="template">The template.</param>
/// <param name="evaluator">The evaluator, which has the parameters.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html"/>
internal sealed class RuleAssertions(Template template, TemplateEvaluator evaluator)
{
    public IReadOnlyList<TemplateProblem> Problems() =>
    [
        .. from rule in template.Rules
           where rule.Value is MappingNode
           let body = (MappingNode)rule.Value
           where body["RuleCondition"] is not { } condition || Holds(condition) is true
           from assertion in (body["Assertions"] as ListNode)?.Items.OfType<MappingNode>() ?? []
           where assertion["Assert"] is { } assert && Holds(assert) is false
           select new TemplateProblem(
               assertion.At, $"The parameters don't meet the rule {rule.Key} of the template: {(assertion["AssertDescription"] as ScalarNode)?.Text ?? "its assertion is false"}"),
    ];

    private bool? Holds(TemplateNode node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Boolean } constant => constant.Text == "true",
        MappingNode { Entries: [{ Key: "Fn::Equals", Value: ListNode { Items: [var left, var right] } }] } => AreEqual(left, right),
        MappingNode { Entries: [{ Key: "Fn::Not", Value: ListNode { Items: [var only] } }] } => !Holds(only),
        MappingNode { Entries: [{ Key: "Fn::And", Value: ListNode list }] } => list.Items.Select(Holds).Aggregate((bool?)true, static (all, one) => all & one),
        MappingNode { Entries: [{ Key: "Fn::Or", Value: ListNode list }] } => list.Items.Select(Holds).Aggregate((bool?)false, static (any, one) => any | one),
        MappingNode { Entries: [{ Key: "Fn::Contains", Value: ListNode { Items: [var list, var value] } }] } => Texts(list)?.Contains(Text(value)) is { } contains && Text(value) is not null
            ? contains
            : null,
        MappingNode { Entries: [{ Key: "Fn::EachMemberEquals", Value: ListNode { Items: [var list, var value] } }] } => Texts(list) is { } texts && Text(value) is { } text
            ? texts.All(each => each == text)
            : null,
        MappingNode { Entries: [{ Key: "Fn::EachMemberIn", Value: ListNode { Items: [var list, var among] } }] } => Texts(list) is { } texts && Texts(among) is { } all
            ? texts.All(all.Contains)
            : null,
        _ => null,
    };

    private bool? AreEqual(TemplateNode left, TemplateNode right) => Known(left) is { } one && Known(right) is { } other ? JsonNode.DeepEquals(one, other) : null;

    private string? Text(TemplateNode node) => Known(node) is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    private List<string?>? Texts(TemplateNode node) => Known(node) is JsonArray list ? [.. list.Select(static item => item?.ToString())] : null;

    // Values that depend on the AWS account, such as those of a VPC, are unknown here.
    private JsonNode? Known(TemplateNode node)
    {
        try
        {
            return evaluator.Evaluated(node) is { IsKnown: true, Node: var value } ? value : null;
        }
        catch (TemplateException)
        {
            return null;
        }
    }
}
