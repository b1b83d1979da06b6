using System.Text.Json;
using EcrPtcLambda.Emulator;

namespace EcrPtc.Cli.Console;

/// <summary>The outcome of a call, in a few words.</summary>
internal static class CallSummary
{
    public static string Format(LoggedCall call) => call switch
    {
        { Status: 0 } => "the connection was closed",
        { Operation: Faults.PutObject } => Field(call.Request, "Status")
            + (Field(call.Request, "PhysicalResourceId") is { } id ? $" {id}" : "") + (call.Status is 200 ? "" : $", refused with {call.Status}"),
        { Status: 200 } when Field(call.Response, "isValid") is { } isValid => $"isValid: {isValid}",
        { Status: 200 } => "done",
        _ => $"{call.Status} {Field(call.Response, "__type")}",
    };

    /// <summary>Returns a member of a request or a response as text, or null if there is none.</summary>
    public static string? Field(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
