using System.Text.Json;

namespace EcrPtcLambda.Emulator.Tests.Conformance;

/// <summary>A call that every client makes, as steps.json has it.</summary>
/// <param name="Error">The error code that ECR returns, or null if the call succeeds.</param>
internal sealed record Step(string Name, string Operation, string? Error, JsonElement Input)
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Conformance", "steps.json");

    public static IReadOnlyList<Step> All { get; } =
        [.. JsonDocument.Parse(File.ReadAllText(Path)).RootElement.EnumerateArray().Select(step => new Step(
            step.GetProperty("step").GetString()!,
            step.GetProperty("operation").GetString()!,
            step.GetProperty("error").GetString(),
            step.GetProperty("input")))];
}

/// <summary>The result of a step for a client.</summary>
/// <param name="Status">The HTTP status; null from a client that doesn't tell.</param>
/// <param name="Class">What the error is an instance of; null from a client without classes.</param>
/// <param name="Fields">The members of the response in canonical form, timestamps in milliseconds; empty for an error.</param>
internal sealed record StepResult(string Step, bool Ok, int? Status, string? Code, string? Class, string? Message, string Fields)
{
    public static StepResult Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new(
            root.GetProperty("step").GetString()!,
            root.GetProperty("ok").GetBoolean(),
            root.TryGetProperty("status", out var status) ? status.GetInt32() : null,
            Text(root, "code"),
            Text(root, "class"),
            Text(root, "message"),
            root.TryGetProperty("fields", out var fields) ? CanonicalJson.From(fields) : "");
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
