using System.Collections;
using System.Diagnostics;
using System.Text.Json.Nodes;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.RuntimeApi;

namespace EcrPtcLambda.SamLocal;

/// <summary>
/// Runs one event like <c>sam local invoke</c>, as far as a function can observe it: its environment, and the responses of the Runtime API.
/// Runs in the current network namespace, which stands for the container's.
/// </summary>
/// <remarks>Compared with the SAM CLI 1.164.0 and its runtime interface emulator.</remarks>
internal static class LocalInvocation
{
    // The account in all function ARNs of the SAM CLI.
    private const string Account = "012345678912";
    private const string ArnRegion = "us-east-1";

    /// <returns>0 whatever the result of the event, like SAM, and 2 for an invalid option.</returns>
    public static async Task<int> RunAsync(InvocationOptions options, string directory, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = new SamConfiguration(Text(Path.Combine(directory, "samconfig.toml")) ?? "");
        var build = Path.Combine(directory, ".aws-sam", "build");
        var function = LocalFunction.Read(Path.Combine(File.Exists(Path.Combine(build, "template.yaml")) ? build : directory, "template.yaml"), options.Function);
        var file = options.EnvironmentFile ?? configuration.Value("local_invoke", "env_vars");
        if (file is not null && !File.Exists(Path.Combine(directory, file)))
        {
            await output.WriteLineAsync($"Error: Invalid value for '--env-vars' / '-n': Path '{file}' does not exist.");
            return 2;
        }

        var overrides = file is null ? [] : JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(directory, file), cancellationToken))!.AsObject();
        var region = options.Region ?? configuration.Value("local_invoke", "region") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") ?? ArnRegion;
        using var aws = new EmulatedAws(new() { AccountId = Account, Region = ArnRegion, FunctionName = options.Function });
        await using var server = await aws.ListenAsync(cancellationToken: cancellationToken);
        var shell = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(each => (string)each.Key, each => (string)each.Value!);
        var environment = function.Environment(overrides, shell, region, SamCredentials.FromEnvironment(), server.PlainEndpoint.Authority);
        using var process = Start(Path.Combine(build, options.Function), environment);
        var copying = Task.WhenAll(CopyAsync(process.StandardOutput, output, cancellationToken), CopyAsync(process.StandardError, output, cancellationToken));
        try
        {
            var invocation = aws.Lambda.InvokeAsync(
                await File.ReadAllBytesAsync(options.EventFile, cancellationToken), new() { Timeout = function.Timeout }, cancellationToken);
            await Task.WhenAny(invocation, process.WaitForExitAsync(cancellationToken));
            await output.WriteLineAsync(!invocation.IsCompleted ? "Runtime exited without providing a reason" : await invocation switch
            {
                InvocationResult.Succeeded(var body) => body,
                InvocationResult.Errored(_, var body) => body,
                _ => $"Task timed out after {function.Timeout.TotalSeconds} seconds",
            });
        }
        finally
        {
            process.Kill();
            await copying;
        }

        return 0;
    }

    private static Process Start(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "bootstrap"))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin:/opt/bin";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task CopyAsync(StreamReader reader, TextWriter output, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            await output.WriteLineAsync(line);
        }
    }

    private static string? Text(string file) => File.Exists(file) ? File.ReadAllText(file) : null;
}
