using System.Globalization;
using System.Text.Json.Nodes;
using EcrPtc.Cli.Templates;

namespace EcrPtcLambda.SamLocal;

/// <summary>A function as the SAM CLI runs it.</summary>
/// <param name="LogicalId">The logical ID, which is also its name.</param>
/// <param name="MemorySize">The memory in MB.</param>
/// <param name="Timeout">The timeout.</param>
/// <param name="LogFormat">JSON or Text. Null if the template doesn't specify it.</param>
/// <param name="Variables">The variables in the template, with the template's values.</param>
internal sealed record LocalFunction(string LogicalId, int MemorySize, TimeSpan Timeout, string? LogFormat, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Reads a function of a template.</summary>
    /// <param name="path">The path of the template.</param>
    /// <param name="logicalId">The function's logical ID.</param>
    public static LocalFunction Read(string path, string logicalId)
    {
        var template = TemplateReader.Read(path, File.ReadAllText(path));
        var evaluator = new TemplateEvaluator(
            template,
            ResolvedParameters.Resolve(template, new Dictionary<string, string>(), previous: null),
            new("123456789012", "us-east-1", "aws", "amazonaws.com", "arn:aws:cloudformation:us-east-1:123456789012:stack/local/1", "local", []),
            SamScope.Instance);
        var properties = evaluator.PropertiesOf(template.Resources.Single(resource => resource.LogicalId == logicalId))
            .ToDictionary(property => property.Name, property => property.Value);
        return new(
            logicalId,
            Number(properties["MemorySize"]),
            TimeSpan.FromSeconds(Number(properties["Timeout"])),
            properties.GetValueOrDefault("LoggingConfig")?[nameof(LogFormat)]?.GetValue<string>(),
            properties.GetValueOrDefault("Environment")?[nameof(Variables)]?.AsObject().ToDictionary(each => each.Key, each => each.Value!.GetValue<string>()) ?? []);
    }

    /// <summary>
    /// Returns the environment of its process: the variables in the template, whose values <c>--env-vars</c> or else SAM's shell replaces;
    /// SAM's own variables, which neither can replace; and those that the emulator of the Runtime API adds.
    /// </summary>
    /// <param name="overrides">The content of the <c>--env-vars</c> file.</param>
    /// <param name="shell">SAM's own environment.</param>
    /// <param name="region">The Region.</param>
    /// <param name="credentials">The credentials of the function.</param>
    /// <param name="runtimeApi">The host and port of the Runtime API.</param>
    public IReadOnlyDictionary<string, string> Environment(
        JsonObject overrides, IReadOnlyDictionary<string, string> shell, string region, SamCredentials credentials, string runtimeApi)
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_SAM_LOCAL"] = "true",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = MemorySize.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_FUNCTION_TIMEOUT"] = ((int)Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_FUNCTION_HANDLER"] = "bootstrap",
            ["AWS_LAMBDA_FUNCTION_NAME"] = LogicalId,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"aws/lambda/{LogicalId}",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = "$LATEST",
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_ACCOUNT_ID"] = "123456789012",
            ["AWS_REGION"] = region,
            ["AWS_DEFAULT_REGION"] = region,
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
            // The emulator of the Runtime API sets an empty value if there is none.
            ["AWS_SESSION_TOKEN"] = credentials.SessionToken ?? "",
        };
        if (LogFormat is not null)
        {
            environment["AWS_LAMBDA_LOG_FORMAT"] = LogFormat;
            environment["AWS_LAMBDA_LOG_LEVEL"] = "INFO";
        }

        foreach (var (name, value) in Variables)
        {
            environment[name] = Override(overrides, LogicalId, name) ?? Override(overrides, "Parameters", name) ?? shell.GetValueOrDefault(name) ?? value;
        }

        return environment;
    }

    private static string? Override(JsonObject overrides, string scope, string name) => overrides[scope]?[name]?.GetValue<string>();

    private static int Number(JsonNode? value) => int.Parse(value!.GetValue<string>(), CultureInfo.InvariantCulture);
}
