using System.CommandLine;

namespace EcrPtc.Cli.Commands;

/// <summary>An option whose value is one of the names of an enumeration, in small letters.</summary>
internal static class ChoiceOption
{
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="otherwise">The value where it isn't given.</param>
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
