using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Stacks.Engine;

/// <summary>The template of a stack, evaluated with the current state of the stack.</summary>
internal static class StackTemplate
{
    /// <summary>Reads the operation's template.</summary>
    /// <param name="now">Returns the current stack whenever a value is evaluated.</param>
    /// <exception cref="TemplateException">The template can't be read, the parameters don't fit it, or a resource that is created needs an unknown value.</exception>
    public static TemplateEvaluator Evaluator(Stack stack, LocalAws aws, Func<Stack> now, out Template template) =>
        Evaluator(stack.Operation!.Template!, stack, aws, logicalId => now().Resource(logicalId), out template);

    /// <inheritdoc cref="Evaluator(Stack, LocalAws, Func{Stack}, out Template)"/>
    /// <param name="resources">Returns the state of the resource of a logical ID.</param>
    public static TemplateEvaluator Evaluator(
        OperationTemplate source, Stack stack, LocalAws aws, Func<string, StackResource?> resources, out Template template)
    {
        var read = TemplateReader.Read(source.File, source.Text);
        var parameters = ResolvedParameters.Resolve(read, source.Parameters, previous: null);
        var evaluator = Evaluator(read, parameters, stack, aws, resources, isPartial: false, out template);
        CheckValues(template, evaluator);
        CheckNeeds(template, parameters, stack, aws);
        return evaluator;
    }

    /// <inheritdoc cref="Evaluator(Stack, LocalAws, Func{Stack}, out Template)"/>
    /// <param name="read">The template as it was read.</param>
    /// <param name="parameters">The values of the template's parameters.</param>
    /// <param name="resources">Returns the state of the resource of a logical ID.</param>
    /// <param name="isPartial">Whether parameters and exports may be missing: the values that depend on them are then unknown.</param>
    /// <param name="template">The template with its loops expanded for those parameters.</param>
    public static TemplateEvaluator Evaluator(
        Template read, ResolvedParameters parameters, Stack stack, LocalAws aws, Func<string, StackResource?> resources, bool isPartial, out Template template)
    {
        var scope = new StackScope(stack, aws, logicalId => resources(logicalId) is { PhysicalId.Length: > 0 } resource ? Result(resource) : null, isPartial);
        var pseudoParameters = PseudoParametersOf(stack, aws);
        template = TemplateReader.With(read, parameters, pseudoParameters, scope);
        return new(template, parameters, pseudoParameters, scope);
    }

    /// <exception cref="TemplateException">The parameters don't meet an assertion of the template's Rules, or name a secret that ECR doesn't read.</exception>
    public static void CheckValues(Template template, TemplateEvaluator evaluator)
    {
        List<TemplateProblem> problems =
        [
            .. new RuleAssertions(template, evaluator).Problems(),
            .. template.Resources.Where(resource => resource.IsRule && evaluator.Exists(resource)).SelectMany(resource => SecretNames.Problems(resource, template, evaluator)),
        ];
        if (problems.Count > 0)
        {
            throw new TemplateException(problems);
        }
    }

    /// <summary>The ways in which the local stack treats a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="properties">Its properties, as far as they are known.</param>
    public static ResourceKind KindOf(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) =>
        ResourceType.IsCustom(resource.Type) && properties.Any(static property => property is { Name: "ServiceToken", IsKnown: false })
            && properties.Any(static property => property.Name == RuleProperties.EcrRepositoryPrefix)
                ? ResourceKind.Custom
                : ResourceType.KindOf(resource.Type, Properties([.. properties.Where(static property => property.IsKnown)]));

    /// <summary>Returns the desired resource of the template, without an ID yet.</summary>
    /// <exception cref="TemplateException">A value isn't available or isn't known.</exception>
    public static StackResource Desired(TemplateResource resource, TemplateEvaluator evaluator, IReadOnlyList<string> dependencies)
    {
        var properties = evaluator.PropertiesOf(resource);
        return Needs(resource, properties, static _ => true) is { Count: > 0 } needs
            ? throw new TemplateException(needs)
            : new(resource.LogicalId, resource.Type, "", Properties(properties), new Dictionary<string, string>())
            {
                DeletionPolicy = resource.DeletionPolicy,
                UpdateReplacePolicy = resource.UpdateReplacePolicy,
                Dependencies = dependencies,
            };
    }

    // Before the operation begins. In the order of creation: the attributes of resources that aren't created here stay unknown.
    private static void CheckNeeds(Template template, ResolvedParameters parameters, Stack stack, LocalAws aws)
    {
        var skipped = new Dictionary<string, ResourceResult>();
        var scope = new StackScope(stack, aws, logicalId => skipped.GetValueOrDefault(logicalId), isPartial: false);
        var evaluator = new TemplateEvaluator(template, parameters, PseudoParametersOf(stack, aws), scope);
        var needs = new List<TemplateProblem>();
        foreach (var resource in DependencyOrder.Sort(template, evaluator))
        {
            // A value that isn't available, unlike an unknown one, is reported for the resource when its turn comes, as CloudFormation does.
            var properties = evaluator.PropertiesOf(resource, static _ => { });
            if (KindOf(resource, properties) is ResourceKind.Skipped)
            {
                skipped[resource.LogicalId] = Skipped(resource.Type, $"{stack.Name}-{resource.LogicalId}", new Dictionary<string, string> { ["Arn"] = "" });
            }
            else
            {
                needs.AddRange(Needs(resource, properties, static need => need.IsPermanent));
            }
        }

        if (needs.Count > 0)
        {
            throw new TemplateException(needs);
        }
    }

    private static List<TemplateProblem> Needs(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties, Func<Need, bool> isMeant) =>
    [
        .. properties.Where(property => property.Need is { } need && isMeant(need))
            .Select(property => new TemplateProblem(property.ValueAt, $"{property.Name} of {resource.LogicalId} isn't known here: it would need {property.Need!.What}.")),
    ];

    private static PseudoParameters PseudoParametersOf(Stack stack, LocalAws aws) => new(aws.AccountId, aws.Region, aws.Partition, aws.UrlSuffix, stack.Id, stack.Name, []);

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

    private static ResourceResult Result(StackResource resource) => ResourceType.KindOf(resource.Type, resource.Properties) is ResourceKind.Skipped
        ? Skipped(resource.Type, resource.PhysicalId, resource.Attributes)
        : new(resource.PhysicalId, resource.Attributes);

    // For resources that aren't created here, the ARN of a function is that of the local one, and names and ARNs of roles have a fixed form.
    private static ResourceResult Skipped(string type, string physicalId, IReadOnlyDictionary<string, string> attributes) => type switch
    {
        "AWS::IAM::Role" => new(physicalId, Arn(attributes), IsMade: false),
        "AWS::Lambda::Function" or "AWS::Serverless::Function" => new(null, Arn(attributes), IsMade: false),
        _ => new(null, new Dictionary<string, string>(), IsMade: false),
    };

    /// <summary>Returns the attributes of a resource that isn't created here.</summary>
    public static string WhatIsKnownOf(string type) => type switch
    {
        "AWS::IAM::Role" => "Its name and its ARN are generated; its other attributes aren't known here.",
        "AWS::Lambda::Function" or "AWS::Serverless::Function" => "Its ARN is that of the local function; its other values aren't known here.",
        _ => "What Ref and Fn::GetAtt return for it isn't known here.",
    };

    private static Dictionary<string, string> Arn(IReadOnlyDictionary<string, string> attributes) => attributes.Where(static attribute => attribute.Key == "Arn").ToDictionary();
}
