using Tomlyn;
using Tomlyn.Model;

namespace EcrPtcLambda.SamLocal;

/// <summary>A samconfig.toml file. Like the SAM CLI, it reads the environment <c>default</c>.</summary>
internal sealed class SamConfiguration(string text)
{
    private readonly TomlTable? environment = Table(TomlSerializer.Deserialize<TomlTable>(text), "default");

    /// <summary>Returns the value of a command's option, or else of the global option. Null if there is none.</summary>
    /// <param name="command">The command, such as <c>local_invoke</c>.</param>
    /// <param name="option">The option, such as <c>env_vars</c>.</param>
    public string? Value(string command, string option) => Parameter(command, option) ?? Parameter("global", option);

    private string? Parameter(string command, string option) =>
        Table(Table(environment, command), "parameters") is { } table && table.TryGetValue(option, out var value) ? value.ToString() : null;

    private static TomlTable? Table(TomlTable? table, string key) => table is not null && table.TryGetValue(key, out var value) ? value as TomlTable : null;
}
