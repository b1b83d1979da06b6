using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Local.Resources;
using EcrPtcLambda.Local.State;
using EcrPtcLambda.Local.Templates;

namespace EcrPtcLambda.Local.Stacks;

/// <summary>What a stack's template says, given what the stack has come to.</summary>
internal static class StackTemplate
{
    /// <summary>Reads the operation's template.</summary>
    /// <param name="now">The stack as it is when a value is asked for.</param>
    /// <exception cref="TemplateException">The template can't be read, or the parameters don't fit it.</exception>
    public static TemplateEvaluator Evaluator(Stack stack, LocalAws aws, Func<Stack> now, out Template template) =>
        Evaluator(stack.Operation!.Template!, stack, aws, logicalId => now().Resource(logicalId), out template);

    /// <inheritdoc cref="Evaluator(Stack, LocalAws, Func{Stack}, out Template)"/>
    /// <param name="resources">What is there under a logical id.</param>
    public static TemplateEvaluator Evaluator(
        OperationTemplate source, Stack stack, LocalAws aws, Func<string, StackResource?> resources, out Template template)
    {
        template = TemplateReader.Read(source.File, source.Text);
        return Evaluator(template, ResolvedParameters.Of(template, source.Parameters, previous: null), stack, aws, resources);
    }

    /// <inheritdoc cref="Evaluator(Stack, LocalAws, Func{Stack}, out Template)"/>
    /// <param name="parameters">The values of the template's parameters.</param>
    /// <param name="resources">What is there under a logical id.</param>
    /// <param name="isPartial">Whether parameters and exports may be missing: what depends on them isn't known then.</param>
    public static TemplateEvaluator Evaluator(
        Template template, ResolvedParameters parameters, Stack stack, LocalAws aws, Func<string, StackResource?> resources, bool isPartial = false) => new(
            template,
            parameters,
            new(aws.AccountId, aws.Region, aws.Partition, aws.UrlSuffix, stack.Id, stack.Name, []),
            logicalId => resources(logicalId) is { PhysicalId.Length: > 0 } resource ? Result(resource) : null,
            name => Import(name, stack, aws),
            isPartial);

    /// <summary>The resource that the template asks for, with no id yet.</summary>
    /// <exception cref="TemplateException">A value can't be had.</exception>
    public static StackResource Desired(TemplateResource resource, TemplateEvaluator evaluator, IReadOnlyList<string> dependencies) => new(
        resource.LogicalId, resource.Type, "", Properties(evaluator.PropertiesOf(resource)), new Dictionary<string, string>())
    {
        DeletionPolicy = resource.DeletionPolicy,
        UpdateReplacePolicy = resource.UpdateReplacePolicy,
        Dependencies = dependencies,
    };

    /// <summary>Properties as CloudFormation sends them: every scalar is a string.</summary>
    public static JsonElement Properties(IReadOnlyList<ResolvedProperty> properties)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var property in properties)
            {
                writer.WritePropertyName(property.Name);
                Write(writer, property.Value);
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (name, each) in map)
                {
                    writer.WritePropertyName(name);
                    Write(writer, each);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var each in list)
                {
                    Write(writer, each);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString());
                break;
        }
    }

    private static ResourceResult Result(StackResource resource) => new(
        resource.PhysicalId,
        ResourceProviders.KindOf(resource.Type, resource.Properties) is ResourceKind.Skipped ? new MadeUpAttributes(resource) : resource.Attributes);

    // The product's own template exports its ServiceToken under the name of the stack that it was deployed as, whichever that is.
    private static string? Import(string name, Stack importer, LocalAws aws) =>
        aws.Import(name, importer)
        ?? (name.EndsWith("ServiceToken", StringComparison.Ordinal) ? aws.FunctionArn : null);
}
