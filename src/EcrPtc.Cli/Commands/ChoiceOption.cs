using System.CommandLine;

namespace EcrPtc.Cli.Commands;

/// <summary>An option whose value is the lowercase name of an enumeration member.</summary>
internal static class ChoiceOption
{
    /// <param name="name">The option's name.</param>
    /// <param name="description">The description in the help.</param>
    /// <param name="otherwise">The default value.</param>
    public static Option<T> Create<T>(string name, string description, T otherwise)
        where T : struct, Enum
    {
        var choices = Enum.GetNames<T>().Select(static choice => choice.ToLowerInvariant()).ToList();
        return new(name)
        {
            Description = description,
            HelpName = string.Join('|', choices),
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                var given = result.Tokens[^1].Value;
                if (choices.Contains(given.ToLowerInvariant()))
                {
                    return Enum.Parse<T>(given, ignoreCase: true);
                }

                result.AddError($"{given} value passed to {name} must be {string.Join(", ", choices.SkipLast(1))} or {choices[^1]}");
                return otherwise;
            },
        };
    }
}
