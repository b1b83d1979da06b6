using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Validation;

/// <summary>
/// Checks the rules of templates with the function's own validator, without deploying them. A value that isn't known before a deployment,
/// such as a parameter without a default, is assumed to be right.
/// </summary>
/// <param name="awsContext">The account and Region of the deployment.</param>
/// <param name="isAssumed">Whether that account and Region are assumed, so that those of a rule's ServiceToken take precedence.</param>
/// <param name="storedParameters">The known parameters of the Parameter Store, by name; null for none.</param>
internal sealed class TemplateValidator(AwsContext awsContext, bool isAssumed = false, IReadOnlyDictionary<string, string>? storedParameters = null)
{
    private const int MostSeconds = 3600;

    private readonly ValidationScope scope = new(storedParameters ?? new Dictionary<string, string>());

    /// <returns>The problems of the template, in the order of its lines; empty if there are none.</returns>
    public IReadOnlyList<TemplateProblem> Validate(string file, string text) => Validate(file, text, out _);

    /// <inheritdoc cref="Validate(string, string)"/>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="rules">The number of rules in it; 0 if it can't be read.</param>
    public IReadOnlyList<TemplateProblem> Validate(string file, string text, out int rules)
    {
        rules = 0;
        try
        {
            var template = TemplateReader.Read(file, text, out var found);
            rules = template.Resources.Count(static resource => resource.IsRule);
            var problems = found.Concat(Validate(template, found));

            // A macro can replace any part of it.
            return [.. problems.Select(problem => template.IsRewritten ? problem with { IsAdvice = true } : problem).OrderBy(problem => (problem.At.Line, problem.At.Column))];
        }
        catch (TemplateException exception)
        {
            return exception.Problems;
        }
    }

    // A problem of the template's shape hides the other problems on its line, which follow from it.
    private List<TemplateProblem> Validate(Template template, IReadOnlyList<TemplateProblem> found)
    {
        var problems = new List<TemplateProblem>();
        void Failed(TemplateException exception) => problems.AddRange(exception.Problems.Where(problem => found.All(each => each.At.Line != problem.At.Line))
            .Select(static problem => problem.Kind is ProblemKind.Template ? problem with { Kind = ProblemKind.Value } : problem));

        // A stack that doesn't exist yet has no other names.
        var evaluator = new TemplateEvaluator(
            template,
            ResolvedParameters.Defaults(template),
            new(awsContext.AccountId, awsContext.Region, awsContext.Partition, awsContext.DnsSuffix, null, null, null) { IsAssumed = isAssumed },
            scope);
        var keys = new Dictionary<RuleKey, TemplateResource>();
        try
        {
            DependencyOrder.Sort(template, evaluator, out var circles, static resource => resource.IsRule);
            problems.AddRange(circles.Select(static circle => circle with { Kind = ProblemKind.Circle }));
        }
        catch (TemplateException)
        {
            // An undecided condition is reported for the rule that depends on it.
        }

        foreach (var resource in template.Resources.Where(static resource => resource.IsRule))
        {
            try
            {
                if (evaluator.Exists(resource))
                {
                    foreach (var form in evaluator.FormsOf(resource.Properties))
                    {
                        var given = resource with { Properties = form };
                        Check(given, evaluator.PropertiesOf(given, Failed), keys, problems);
                        problems.AddRange(SecretNames.Problems(given, template, evaluator).Select(static problem => problem with { Kind = ProblemKind.SecretName }));
                    }
                }
            }
            catch (TemplateException exception)
            {
                Failed(exception);
            }
        }

        problems.AddRange(Includes(template));
        problems.AddRange(TemplateAdmission.Problems(template, evaluator));
        return [.. problems.Distinct()];
    }

    private static IEnumerable<TemplateProblem> Includes(Template template) => FirstInclude(template.Sections) is { } at
        ? [new TemplateProblem(at, "AWS::Include isn't run here: what it puts into the template isn't checked.", IsAdvice: true) { Kind = ProblemKind.Unchecked }]
        : [];

    private static Position? FirstInclude(TemplateNode node) => node switch
    {
        MappingNode mapping => mapping.Entries
            .Select(static entry => entry is { Key: Intrinsics.Transform or "Transform", Value: MappingNode { } transform }
                && transform["Name"] is ScalarNode { Text: "AWS::Include" } ? entry.KeyAt : FirstInclude(entry.Value))
            .FirstOrDefault(static at => at is not null),
        ListNode list => list.Items.Select(FirstInclude).FirstOrDefault(static at => at is not null),
        _ => null,
    };

    private void Check(TemplateResource resource, IReadOnlyList<ResolvedProperty> properties, Dictionary<RuleKey, TemplateResource> keys, List<TemplateProblem> problems)
    {
        // A transform that adds properties may add the missing ones.
        var isOpen = properties.Any(static property => Intrinsics.IsFunction(property.Name));
        var given = properties.Where(static property => !Intrinsics.IsFunction(property.Name)).ToList();
        var token = given.Find(static property => property.Name == "ServiceToken");
        if (token is null && !isOpen)
        {
            problems.Add(new(resource.At, "ServiceToken is required: the ARN of the function, such as !ImportValue ecr-ptc-ServiceToken") { Kind = ProblemKind.ServiceToken });
        }

        if (given.Find(static property => property is { Name: "ServiceTimeout", IsKnown: true }) is { } timeout && !IsTimeout(timeout.Value))
        {
            problems.Add(new(timeout.ValueAt, $"ServiceTimeout must be a whole number of seconds from 1 to {MostSeconds}") { Kind = ProblemKind.ServiceTimeout });
        }

        if (given.Find(static property => property.Name == RuleProperties.OnExisting && property.Value?.ToString() == nameof(OnExisting.Adopt)) is { } adopt)
        {
            problems.Add(new(
                adopt.ValueAt,
                "OnExisting: Adopt takes over a rule that is there. Where another resource has it, as under a logical ID that was renamed, first deploy that resource "
                + "with DeletionPolicy: Retain: its removal deletes the rule",
                IsAdvice: true)
            {
                Kind = ProblemKind.Adoption,
            });
        }

        var unknown = given.Where(static property => !property.IsKnown).Select(static property => property.Name).ToHashSet();
        var home = HomeOf(token);
        if (home.IsWithoutRules)
        {
            problems.Add(new(resource.At, $"AWS documents that pull through cache rules can't be created in {home.Region}", IsAdvice: true));
        }

        var validated = RuleValidator.Validate(Json(given), home);
        if (validated is ValidatedRule.Valid { Advice: var advice })
        {
            problems.AddRange(advice.Select(each => new TemplateProblem(PlaceOf(each, resource, given), each.ToString(), IsAdvice: true) { Kind = ProblemKind.DoubtfulProperty }));
        }

        switch (validated)
        {
            case ValidatedRule.Invalid invalid:
                problems.AddRange(invalid.Errors
                    .Where(error => !unknown.Contains(error.Property) && (!isOpen || given.Exists(property => property.Name == error.Property)))
                    .Select(error => new TemplateProblem(PlaceOf(error, resource, given), error.ToString()) { Kind = ProblemKind.Property }));
                break;
            case ValidatedRule.Valid { Rule.Key: var key } when keys.TryAdd(key, resource):
                problems.AddRange(TemplateAdmission.QuotaProblems([.. keys.Keys], resource));
                break;
            // Two resources with conditions may be alternatives of which only one exists.
            case ValidatedRule.Valid { Rule.Key: var key } when keys[key].LogicalId != resource.LogicalId && (keys[key].Condition is null || resource.Condition is null):
                var prefix = given.First(static property => property.Name == RuleProperties.EcrRepositoryPrefix);
                problems.Add(new(prefix.ValueAt, $"{RuleProperties.EcrRepositoryPrefix} must be another than that of {keys[key].LogicalId}: a registry has one rule for a prefix") { Kind = ProblemKind.Duplicate });
                break;
        }
    }

    // A function serves only its own account and Region.
    private AwsContext HomeOf(ResolvedProperty? token) =>
        isAssumed && token?.Value is JsonValue value && Arn.TryParse(value.ToString(), out var arn)
        && arn is { Service: "lambda", AccountId.Length: 12, Region.Length: > 0 } && RegionEndpoint.EnumerableAllRegions.Any(region => region.SystemName == arn.Region)
            ? AwsContext.From(value.ToString(), arn.Region)
            : awsContext;

    private static Position PlaceOf(ValidationError error, TemplateResource resource, IReadOnlyList<ResolvedProperty> properties) =>
        properties.FirstOrDefault(property => property.Name == error.Property) is not { } property ? resource.At
        : RuleProperties.Names.Contains(property.Name) ? property.ValueAt
        : property.NameAt;

    // An unknown value is passed as a list: the validator doesn't report it as missing, and its error for the list is dropped.
    private static JsonElement Json(IReadOnlyList<ResolvedProperty> properties)
    {
        var json = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, property.IsKnown ? property.Value?.DeepClone() : new JsonArray())));
        return JsonDocument.Parse(json.ToJsonString()).RootElement;
    }

    private static bool IsTimeout(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var digits)
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MostSeconds;
}
