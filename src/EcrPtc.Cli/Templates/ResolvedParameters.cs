using System.Globalization;
using System.Text.RegularExpressions;

namespace EcrPtc.Cli.Templates;

/// <summary>A value for every parameter of a template.</summary>
internal sealed class ResolvedParameters
{
    private ResolvedParameters(IReadOnlyDictionary<string, string> values) => Values = values;

    /// <summary>The values by name, as given: a list with its commas, and for a parameter of the Parameter Store its name there.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>Returns the values without any given ones: the defaults.</summary>
    public static ResolvedParameters Defaults(Template template) => Known(template, previous: null);

    /// <param name="previous">The values of the stack, which take precedence over the template's defaults; null if there is no stack.</param>
    /// <returns>The values without any given ones; unknown parameters are left out.</returns>
    public static ResolvedParameters Known(Template template, IReadOnlyDictionary<string, string>? previous) => new(template.Parameters
        .DistinctBy(static parameter => parameter.Name)
        .Select(parameter => KeyValuePair.Create(parameter.Name, previous?.GetValueOrDefault(parameter.Name) ?? Default(parameter)))
        .Where(parameter => parameter.Value is not null)
        .ToDictionary(parameter => parameter.Key, parameter => parameter.Value!));

    /// <param name="given">The values that the user gives.</param>
    /// <param name="previous">The values of the stack, for parameters that the user doesn't give; they take precedence over the template's defaults.</param>
    /// <exception cref="TemplateException">A value is missing, isn't allowed, or belongs to no parameter.</exception>
    public static ResolvedParameters Resolve(Template template, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string>? previous)
    {
        var problems = new List<TemplateProblem>();
        var values = new Dictionary<string, string>();
        var start = template.Sections.At with { Line = 1, Column = 1 };
        foreach (var name in given.Keys.Where(name => template.Parameters.All(parameter => parameter.Name != name) && !template.MayHave(name)))
        {
            problems.Add(new(start, $"Parameters: [{name}] do not exist in the template"));
        }

        foreach (var parameter in template.Parameters)
        {
            var value = given.TryGetValue(parameter.Name, out var said) ? said
                : previous is not null && previous.TryGetValue(parameter.Name, out var kept) ? kept
                : Default(parameter);
            if (value is null)
            {
                problems.Add(new(parameter.At, $"Parameters: [{parameter.Name}] must have values: --parameter {parameter.Name}=VALUE"));
            }
            else
            {
                values[parameter.Name] = value;
                problems.AddRange(Objections(parameter, value).Select(objection => new TemplateProblem(parameter.At, objection)));
            }
        }

        return problems.Count == 0 ? new(values) : throw new TemplateException(problems);
    }

    /// <summary>The error messages of CloudFormation for a value; empty if the value is allowed.</summary>
    public static IEnumerable<string> Objections(TemplateParameter parameter, string value)
    {
        var parts = parameter.IsList ? value.Split(',', StringSplitOptions.TrimEntries) : [value];
        var name = parameter.Name;
        if (parameter.Declaration["AllowedValues"] is ListNode allowed && allowed.Items.All(static item => item is ScalarNode)
            && parts.Any(part => allowed.Items.All(item => item is not ScalarNode scalar || scalar.Text != part)))
        {
            yield return Worded(parameter, $"Parameter '{name}' must be one of AllowedValues: {string.Join(", ", allowed.Items.OfType<ScalarNode>().Select(item => item.Text))}");
        }

        if (Text(parameter, "AllowedPattern") is { } pattern && !AreMatches(parts, pattern))
        {
            yield return Worded(parameter, $"Parameter '{name}' must match pattern {pattern}");
        }

        if (parameter.Type is "String" && Limit(parameter, "MinLength") is { } shortest && value.Length < shortest)
        {
            yield return Worded(parameter, string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' must contain at least {shortest} characters"));
        }

        if (parameter.Type is "String" && Limit(parameter, "MaxLength") is { } longest && value.Length > longest)
        {
            yield return Worded(parameter, string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' must contain at most {longest} characters"));
        }

        if (parameter.Type is not ("Number" or "List<Number>"))
        {
            yield break;
        }

        foreach (var part in parts)
        {
            if (Number(part) is not { } number)
            {
                yield return $"Parameter '{name}' must be a number.";
            }
            else if (Limit(parameter, "MinValue") is { } least && number < least)
            {
                yield return Worded(parameter, string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' must be a number not less than {least}"));
            }
            else if (Limit(parameter, "MaxValue") is { } most && number > most)
            {
                yield return Worded(parameter, string.Create(CultureInfo.InvariantCulture, $"Parameter '{name}' must be a number not greater than {most}"));
            }
        }
    }

    private static string? Default(TemplateParameter parameter) => Text(parameter, "Default");

    private static string Worded(TemplateParameter parameter, string message) =>
        Text(parameter, "ConstraintDescription") is { } description ? $"Parameter {parameter.Name} failed to satisfy constraint: {description}" : message;

    // CloudFormation's patterns are Java's. Some are invalid or too slow in .NET: whether they match isn't known here.
    private static bool AreMatches(IEnumerable<string> parts, string pattern)
    {
        try
        {
            var regex = new Regex($@"\A(?:{pattern})\z", RegexOptions.None, TimeSpan.FromSeconds(1));
            return parts.All(part => regex.IsMatch(part));
        }
        catch (Exception exception) when (exception is RegexParseException or RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static string? Text(TemplateParameter parameter, string key) => (parameter.Declaration[key] as ScalarNode)?.Text;

    private static double? Limit(TemplateParameter parameter, string key) => Text(parameter, key) is { } text ? Number(text) : null;

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
