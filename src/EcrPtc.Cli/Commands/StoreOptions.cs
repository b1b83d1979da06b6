using System.CommandLine;
using EcrPtc.Cli.State;

namespace EcrPtc.Cli.Commands;

/// <summary>The option for parameters of the Parameter Store that exist before a command.</summary>
internal static class StoreOptions
{
    public static Option<string[]> Parameters { get; } = new("--ssm")
    {
        Description = "A parameter of the Parameter Store, NAME=VALUE; it is kept for later commands.",
        HelpName = "NAME=VALUE...",
        DefaultValueFactory = static _ => [],
    };

    /// <exception cref="UsageException">A value is not NAME=VALUE.</exception>
    public static Dictionary<string, string> Of(ParseResult arguments)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var given in arguments.GetValue(Parameters)!)
        {
            var (name, value) = NamedValue.Parse(given, "--ssm", "NAME=VALUE");
            parameters[name] = value;
        }

        return parameters;
    }

    /// <summary>Stores the given parameters for this command and, if the state is open for changes, for later ones.</summary>
    public static void Put(IReadOnlyDictionary<string, string> parameters, LocalAws aws)
    {
        foreach (var (name, value) in parameters)
        {
            aws.PutStoredParameter(name, value);
        }
    }
}
