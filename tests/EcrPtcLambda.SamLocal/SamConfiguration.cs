using Tomlyn;
using Tomlyn.Model;

namespace EcrPtcLambda.SamLocal;

/// <summary>A samconfig.toml, of which the SAM CLI reads the environment <c>default</c>.</summary>
internal sealed class SamConfiguration(string text)
{
    private readonly TomlTable? environment = Table(TomlSerializer.Deserialize<TomlTable>(text), "default");

    /// <summary>The value of an option, of the command or else of all commands; null where there is none.</summary>
    /// <param name="command">Such as <c>local_invoke</c>.</param>
    /// <param name="option">Such as <c>env_vars</c>.</param>
    public string? Value(string command, string option) => Parameter(command, option) ?? Parameter("global", option);

    private string? Parameter(string command, string option) =>
        Table(Table(environment, command), "parameters") is { } table && table.TryGetValue(option, out var value) ? value.ToString() : null;

    private static TomlTable? Table(TomlTable? table, string key) => table is not null && table.TryGetValue(key, out var value) ? value as TomlTable : null;
}
