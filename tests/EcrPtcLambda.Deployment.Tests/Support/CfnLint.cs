using System.Text.Json;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Tests.Deployment.Support;

/// <summary>cfn-lint, where this machine has it.</summary>
internal static class CfnLint
{
    /// <summary>Its findings, one per line: file, rule, path within the template, message.</summary>
    /// <param name="arguments">Options, and the files behind <c>--</c>.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(params string[] arguments)
    {
        Skip.IfNot(await Tool.RunAsync("cfn-lint", ["--version"]) is { ExitCode: 0 }, "There is no cfn-lint on this machine.");
        var run = (await Tool.RunAsync("cfn-lint", ["--format", "json", .. arguments], directory: Repository.Root))!;
        run.Output.ShouldStartWith("[", customMessage: run.Error);
        using var document = JsonDocument.Parse(run.Output);
        return [.. document.RootElement.EnumerateArray().Select(Line)];
    }

    private static string Line(JsonElement match)
    {
        var path = match.GetProperty("Location").GetProperty("Path") is { ValueKind: JsonValueKind.Array } parts ? string.Join('/', parts.EnumerateArray()) : "";
        return $"{match.GetProperty("Filename").GetString()} {match.GetProperty("Rule").GetProperty("Id").GetString()} {path}: {match.GetProperty("Message").GetString()}";
    }
}
