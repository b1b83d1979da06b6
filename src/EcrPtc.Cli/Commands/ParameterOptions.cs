using System.CommandLine;
using System.Text.Json;
using EcrPtc.Cli.Console;

namespace EcrPtc.Cli.Commands;

/// <summary>Reads the values of <see cref="GlobalOptions.Parameters"/>, from arguments and from files.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy.html"/>
internal static class ParameterOptions
{
    private const string FilePrefix = "file://";

    private const string Forms =
        """["KEY=VALUE"], [{"ParameterKey": "KEY", "ParameterValue": "VALUE"}] or {"Parameters": {"KEY": "VALUE"}}""";

    /// <summary>Returns the values by name; of several values for a name, the last.</summary>
    /// <exception cref="UsageException">An argument or a file has none of the forms.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static async Task<Dictionary<string, string>> ReadAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var given in arguments.GetValue(GlobalOptions.Parameters)!)
        {
            if (given.StartsWith(FilePrefix, StringComparison.Ordinal))
            {
                var path = given[FilePrefix.Length..];
                AddJson(path, await InputFile.ReadAsync(path, terminal, cancellationToken), parameters);
            }
            else if (given.StartsWith('[') || given.StartsWith('{'))
            {
                AddJson("--parameter", given, parameters);
            }
            else
            {
                AddPair(given, parameters);
            }
        }

        return parameters;
    }

    private static void AddPair(string given, Dictionary<string, string> parameters)
    {
        var (name, value) = NamedValue.Parse(given, "--parameter", "Key=Value, or file://PATH");
        parameters[name] = value;
    }

    private static void AddJson(string source, string text, Dictionary<string, string> parameters)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            Add(source, json.RootElement, parameters);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{source}:{exception.Place}: the file is not JSON, or has a duplicate key; the forms of parameters are {Forms}");
        }
        catch (InvalidOperationException)
        {
            throw new UsageException($"{source}: a string has half of a surrogate pair.");
        }
    }

    private static void Add(string source, JsonElement json, Dictionary<string, string> parameters)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    AddItem(source, item, parameters);
                }

                break;
            case JsonValueKind.Object when json.TryGetProperty("Parameters", out var byName) && byName.ValueKind is JsonValueKind.Object:
                foreach (var property in byName.EnumerateObject())
                {
                    parameters[property.Name] = Text(source, property.Name, property.Value);
                }

                break;
            default:
                throw NoForm(source);
        }
    }

    private static void AddItem(string source, JsonElement item, Dictionary<string, string> parameters)
    {
        if (item.ValueKind is JsonValueKind.String)
        {
            AddPair(item.GetString()!, parameters);
        }
        else if (item.ValueKind is JsonValueKind.Object && item.TryGetProperty("ParameterKey", out var key) && key.ValueKind is JsonValueKind.String)
        {
            if (item.TryGetProperty("ParameterValue", out var value))
            {
                parameters[key.GetString()!] = Text(source, key.GetString()!, value);
            }
            else if (!item.TryGetProperty("UsePreviousValue", out var keeps) || keeps.ValueKind is not JsonValueKind.True)
            {
                throw new UsageException($"{source}: the parameter {key.GetString()} has neither a ParameterValue nor \"UsePreviousValue\": true.");
            }
        }
        else
        {
            throw NoForm(source);
        }
    }

    // CloudFormation's API accepts only strings; a number or a boolean stands for its text.
    private static string Text(string source, string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new UsageException($"{source}: the value of the parameter {name} must be a string."),
    };

    private static UsageException NoForm(string source) => new($"{source}: the forms of parameters are {Forms}");
}
