using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Templates;

/// <summary>Checks the Parameters section, which CloudFormation reads before everything else.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html"/>
internal static class ParameterCheck
{
    private static readonly string[] Keys =
    [
        "AllowedPattern", "AllowedValues", "ConstraintDescription", "Default", "Description", "MaxLength", "MaxValue", "MinLength", "MinValue", "NoEcho", "Type",
    ];

    private static readonly string[] Types = ["String", "Number", "CommaDelimitedList", "List<Number>", "List<String>"];

    /// <summary>Finds unknown keys and types, and defaults that the parameter itself doesn't allow.</summary>
    public static IEnumerable<TemplateProblem> Problems(Template template)
    {
        foreach (var parameter in template.IsRewritten ? [] : template.Parameters)
        {
            if (parameter.Declaration.Entry(Intrinsics.Transform) is not null)
            {
                continue;
            }

            foreach (var key in parameter.Declaration.Entries.Where(static key => !Keys.Contains(key.Key)))
            {
                yield return new(key.KeyAt, $"{key.Key} is no attribute of a parameter{(Misspellings.DidYouMean(key.Key, Keys) is { Length: > 0 } meant ? meant : $", which are {string.Join(", ", Keys)}.")}");
            }

            if (parameter.Declaration.Entry("Type") is not { } type)
            {
                yield return new(parameter.At, $"The parameter {parameter.Name} needs a Type, such as String.");
            }
            else if (type.Value is ScalarNode { Text: var text } && !Types.Contains(text) && SpellingSuggestion.For(text, Types) is var nearest && Misspellings.Are(text, nearest))
            {
                yield return new(type.Value.At, $"{text} is no type of a parameter; did you mean {nearest}?");
            }

            if (parameter.Declaration["Default"] is ScalarNode { Kind: not ScalarKind.Null } given && !parameter.IsStored)
            {
                foreach (var objection in ResolvedParameters.Objections(parameter, given.Text))
                {
                    yield return new(given.At, $"The default of {parameter.Name} isn't allowed: {objection}");
                }
            }
        }
    }
}
