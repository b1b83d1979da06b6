using System.Text.Json.Nodes;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Templates;

/// <summary>Checks the names of the template's secrets that rules use as credentials: ECR reads only secrets whose names have a certain prefix.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html"/>
internal static class SecretNames
{
    public static IEnumerable<TemplateProblem> Problems(TemplateResource rule, Template template, TemplateEvaluator evaluator)
    {
        if (Named(rule.Properties[RuleProperties.CredentialArn]) is not { } logicalId || template.Resource(logicalId) is not { Type: "AWS::SecretsManager::Secret" } secret)
        {
            return [];
        }

        var properties = evaluator.PropertiesOf(secret, static _ => { });
        if (properties.FirstOrDefault(static property => property.Name == "Name") is { } given)
        {
            return given is not { IsKnown: true, Value: JsonValue value } || value.ToString().StartsWith(ResourceType.SecretNamePrefix, StringComparison.Ordinal)
                ? []
                : [new(given.ValueAt, $"The Name of the secret {logicalId} must begin with {ResourceType.SecretNamePrefix}: it is the {RuleProperties.CredentialArn} of {rule.LogicalId}, and Amazon ECR reads no other.")];
        }

        return properties.Any(static property => Intrinsics.IsFunction(property.Name))
            ? []
            : [new(secret.At, $"The secret {logicalId} needs a Name that begins with {ResourceType.SecretNamePrefix}: it is the {RuleProperties.CredentialArn} of {rule.LogicalId}, and Amazon ECR reads no other.")];
    }

    private static string? Named(TemplateNode? credential) => credential switch
    {
        MappingNode { Entries: [{ Key: "Ref", Value: ScalarNode name }] } => name.Text,
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ListNode { Items: [ScalarNode name, ScalarNode { Text: "Id" }] } }] } => name.Text,
        MappingNode { Entries: [{ Key: "Fn::GetAtt", Value: ScalarNode { Text: var text } }] } when text.EndsWith(".Id", StringComparison.Ordinal) => text[..^3],
        MappingNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode { Text: var text } }] } when SubText.Parts(text) is [{ IsVariable: true, Text: var name }] => name.Split('.')[0],
        _ => null,
    };
}
