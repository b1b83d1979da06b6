using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Emulator.Tests.Conformance;

/// <summary>AWS's other clients: each carries the steps out in processes of its own. One that this machine lacks is skipped.</summary>
internal static partial class ForeignClients
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Conformance");

    public static async Task<IReadOnlyList<string>> RunBoto3Async(EmulatedAwsServer server)
    {
        Skip.IfNot(await Tool.RunAsync("python3", ["-c", "import boto3"]) is { ExitCode: 0 }, "There is no python3 with boto3 on this machine.");
        var run = await Tool.RunAsync("python3", [Path.Combine(Folder, "conformance.py"), Endpoint(server), Step.Path], Environment(server));
        return run!.Lines;
    }

    public static async Task<IReadOnlyList<string>> RunJavaScriptAsync(EmulatedAwsServer server)
    {
        Skip.IfNot(await Tool.RunAsync("node", ["--version"]) is { ExitCode: 0 }, "There is no node on this machine.");
        await NodeModules.InstallAsync(Folder);
        var run = await Tool.RunAsync("node", [Path.Combine(Folder, "conformance.mjs"), Endpoint(server), Step.Path], Environment(server));
        return run!.Lines;
    }

    public static async Task<IReadOnlyList<string>> RunCliAsync(EmulatedAwsServer server)
    {
        Skip.IfNot(await Tool.RunAsync("aws", ["--version"]) is { ExitCode: 0 }, "There is no aws CLI on this machine.");
        var environment = new Dictionary<string, string>(Environment(server)) { ["AWS_CONFIG_FILE"] = Path.Combine(Folder, "cli.config") };
        List<string> lines = [];
        foreach (var step in Step.All)
        {
            var command = WordBoundary().Replace(step.Operation, "-$0").TrimStart('-').ToLowerInvariant();
            List<string> arguments = ["ecr", command, "--cli-input-json", step.Input.GetRawText(), "--endpoint-url", Endpoint(server), "--output", "json"];
            if (step.Operation.StartsWith("Describe", StringComparison.Ordinal))
            {
                arguments.Add("--no-paginate");
            }

            lines.Add(LineOf(step, (await Tool.RunAsync("aws", arguments, environment))!));
        }

        return lines;
    }

    private static string LineOf(Step step, ToolResult run)
    {
        if (run.ExitCode == 0)
        {
            return new JsonObject { ["step"] = step.Name, ["ok"] = true, ["fields"] = InMilliseconds(JsonNode.Parse(run.Output)!) }.ToJsonString();
        }

        return CliError().Match(run.Error) is { Success: true } error
            ? new JsonObject { ["step"] = step.Name, ["ok"] = false, ["code"] = error.Groups["code"].Value, ["message"] = error.Groups["message"].Value }.ToJsonString()
            : throw new InvalidOperationException($"aws ended with {run.ExitCode} at '{step.Name}'\n{run.Error}");
    }

    // One version of the CLI prints moments as they came, another in words of ISO 8601.
    private static JsonNode InMilliseconds(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    members[name] = name is "createdAt" or "updatedAt" ? Milliseconds(value!) : InMilliseconds(value!.DeepClone());
                }

                return members;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => InMilliseconds(item!.DeepClone()))]);
            default:
                return node;
        }
    }

    private static JsonValue Milliseconds(JsonNode moment) => JsonValue.Create(
        moment.GetValueKind() is JsonValueKind.Number
            ? (long)decimal.Round(moment.GetValue<decimal>() * 1000)
            : DateTimeOffset.Parse(moment.GetValue<string>(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());

    private static string Endpoint(EmulatedAwsServer server) => server.Endpoint.GetLeftPart(UriPartial.Authority);

    // Together with what Tool leaves out: nothing of the machine's own settings may change what a client sends, or where.
    private static Dictionary<string, string> Environment(EmulatedAwsServer server) => new(server.Environment)
    {
        ["AWS_CONFIG_FILE"] = Path.Combine(Folder, "none"),
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Folder, "none"),
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_MAX_ATTEMPTS"] = "1",
        ["AWS_PAGER"] = "",
        ["NO_PROXY"] = "127.0.0.1",
        ["no_proxy"] = "127.0.0.1",
        ["PYTHONIOENCODING"] = "utf-8",
    };

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordBoundary();

    [GeneratedRegex(@"An error occurred \((?<code>\w+)\) when calling the \w+ operation( \(reached max retries: \d+\))?: (?<message>.*?)\s*\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CliError();
}
