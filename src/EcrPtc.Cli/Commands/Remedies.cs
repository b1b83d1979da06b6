using System.Text.Json;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;

namespace EcrPtc.Cli.Commands;

/// <summary>Advice for failures that only the local stack can have, in addition to the Reasons of the function.</summary>
internal static class Remedies
{
    private const string NoResponse = "CloudFormation did not receive a response";

    /// <summary>Returns a sentence for each kind of failure.</summary>
    /// <param name="aws">The emulated AWS, with the calls of the command.</param>
    /// <param name="stack">The failed stack; null if there is none.</param>
    /// <param name="showsLog">Whether the function's log is already shown.</param>
    public static IEnumerable<string> Of(LocalAws aws, Stack? stack, bool showsLog)
    {
        var remedies = aws.Emulated.CallLog.Entries.Where(static call => call.Status is >= 400 and < 500).Select(call => Of(call, aws)).OfType<string>().Distinct().ToList();
        if (!showsLog && stack is not null && LastOperation(stack).Any(static @event => @event.Reason?.StartsWith(NoResponse, StringComparison.Ordinal) is true))
        {
            remedies.Add("The function's log: --log");
        }

        return remedies;
    }

    private static string? Of(LoggedCall call, LocalAws aws) => (Text(call.Response, "__type"), Text(call.Request, "registryId"), Text(call.Request, "credentialArn")) switch
    {
        ("SecretNotFoundException", _, { } arn) => $"The emulated Secrets Manager has no secret {arn}. To create it: --secret {arn}",
        ("AccessDeniedException", { } registry, _) when registry != aws.AccountId && !aws.Emulated.Options.OtherAccountIds.Contains(registry) =>
            $"The function may not manage the registry of account {registry}. To emulate that account: --other-account {registry}",
        _ => null,
    };

    private static IEnumerable<StackEvent> LastOperation(Stack stack) => stack.Events.Skip(stack.Events.ToList().FindLastIndex(static @event => @event.Reason == "User Initiated"));

    private static string? Text(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
