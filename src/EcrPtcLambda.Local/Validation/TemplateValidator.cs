using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Local.Resources;
using EcrPtcLambda.Local.Stacks;
using EcrPtcLambda.Local.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Local.Validation;

/// <summary>
/// Checks the rules of templates by the function's own validator, without deploying them. What isn't known before a deployment,
/// such as a parameter without a default, is taken to be right.
/// </summary>
/// <param name="home">Where they are to be deployed.</param>
internal sealed class TemplateValidator(HomeRegistry home)
{
    private const int MostSeconds = 3600;

    /// <returns>Everything that is wrong with one template, in the order of its lines; empty when it is right.</returns>
    public IReadOnlyList<TemplateProblem> Validate(string file, string text)
    {
        try
        {
            var template = TemplateReader.Read(file, text, out var found);
            return [.. found.Concat(Validate(template, found)).OrderBy(problem => (problem.At.Line, problem.At.Column))];
        }
        catch (TemplateException exception)
        {
            return exception.Problems;
        }
    }

    // What a problem of the template's shape leads to on its line isn't told once more.
    private List<TemplateProblem> Validate(Template template, IReadOnlyList<TemplateProblem> found)
    {
        var problems = new List<TemplateProblem>();
        void Failed(TemplateException exception) => problems.AddRange(exception.Problems.Where(problem => found.All(each => each.At.Line != problem.At.Line)));
        var evaluator = new TemplateEvaluator(
            template,
            ResolvedParameters.Defaults(template),
            new(home.AccountId, home.Region, home.Partition, home.DnsSuffix, $"arn:{home.Partition}:cloudformation:{home.Region}:{home.AccountId}:stack/validate/1", "validate", []),
            static _ => null,
            static _ => null,
            isPartial: true);
        var keys = new Dictionary<RuleKey, TemplateResource>();
        try
        {
            DependencyOrder.Of(template, evaluator);
        }
        catch (TemplateException exception)
        {
            Failed(exception);
        }

        foreach (var resource in template.Resources.Where(IsRule))
        {
            try
            {
                if (evaluator.Exists(resource))
                {
                    Check(resource, evaluator.PropertiesOf(resource, Failed), keys, problems);
                }
            }
            catch (TemplateException exception)
            {
                Failed(exception);
            }
        }

        problems.AddRange(TemplateAdmission.Problems(template, evaluator));
        return [.. problems.Distinct()];
    }

    // Custom resources may be called anything; what they are for shows in their properties.
    private static bool IsRule(TemplateResource resource) =>
        resource.Type == ResourceProviders.RuleType
        || (ResourceProviders.IsCustom(resource.Type)
            && (resource.Properties[RuleProperties.EcrRepositoryPrefix] is not null
                || (resource.Properties["ServiceToken"] is ScalarNode token && ResourceProviders.IsOurs(token.Text))));

    private void Check(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties, Dictionary<RuleKey, TemplateResource> keys, List<TemplateProblem> problems)
    {
        if (properties.All(property => property.Name != "ServiceToken"))
        {
            problems.Add(new(resource.At, "ServiceToken is required: the ARN of the function, such as !ImportValue ecr-ptc-ServiceToken"));
        }

        if (properties.FirstOrDefault(property => property is { Name: "ServiceTimeout", IsKnown: true }) is { } timeout && !IsTimeout(timeout.Value))
        {
            problems.Add(new(timeout.ValueAt, $"ServiceTimeout must be a whole number of seconds from 1 to {MostSeconds}"));
        }

        if (properties.FirstOrDefault(property => property.Name == RuleProperties.OnExisting && property.Value?.ToString() == nameof(OnExisting.Adopt)) is { } adopt)
        {
            problems.Add(new(
                adopt.ValueAt,
                "OnExisting: Adopt takes over a rule that is there. Where another resource has it, as under a logical ID that was renamed, first deploy that resource "
                + "with DeletionPolicy: Retain: its removal deletes the rule",
                IsAdvice: true));
        }

        var unknown = properties.Where(property => !property.IsKnown).Select(property => property.Name).ToHashSet();
        var validated = RuleValidator.Validate(Json(properties), home);
        if (validated is ValidatedRule.Valid { Advice: var advice })
        {
            problems.AddRange(advice.Select(each => new TemplateProblem(PlaceOf(each, resource, properties), each.ToString(), IsAdvice: true)));
        }

        switch (validated)
        {
            case ValidatedRule.Invalid invalid:
                problems.AddRange(invalid.Problems.Where(problem => !unknown.Contains(problem.Property))
                    .Select(problem => new TemplateProblem(PlaceOf(problem, resource, properties), problem.ToString())));
                break;
            case ValidatedRule.Valid { Rule.Key: var key } when keys.TryAdd(key, resource):
                problems.AddRange(TemplateAdmission.QuotaProblems([.. keys.Keys], resource));
                break;
            // Two resources of which each has a condition may be two forms of one.
            case ValidatedRule.Valid { Rule.Key: var key } when keys[key].Condition is null || resource.Condition is null:
                var prefix = properties.First(property => property.Name == RuleProperties.EcrRepositoryPrefix);
                problems.Add(new(prefix.ValueAt, $"{RuleProperties.EcrRepositoryPrefix} must be another than that of {keys[key].LogicalId}: a registry has one rule for a prefix"));
                break;
        }
    }

    private static Position PlaceOf(Problem problem, TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) =>
        properties.FirstOrDefault(property => property.Name == problem.Property) is not { } property ? resource.At
        : RuleProperties.Names.Contains(property.Name) ? property.ValueAt
        : property.NameAt;

    // A value that isn't known goes in as a list: the validator has its say on it, which is left out, and doesn't call it missing.
    private static JsonElement Json(IReadOnlyList<ResolvedProperty> properties)
    {
        var json = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, property.IsKnown ? property.Value?.DeepClone() : new JsonArray())));
        return JsonDocument.Parse(json.ToJsonString()).RootElement;
    }

    private static bool IsTimeout(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var digits)
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MostSeconds;
}
