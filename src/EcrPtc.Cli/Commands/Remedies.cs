using EcrPtc.Cli.Console;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;

namespace EcrPtc.Cli.Commands;

/// <summary>Advice for failures that only the local stack can have, in addition to the Reasons of the function.</summary>
internal static class Remedies
{
    /// <summary>Returns a sentence for each kind of failure.</summary>
    /// <param name="aws">The emulated AWS, with the calls of the command.</param>
    /// <param name="stack">The failed stack; null if there is none.</param>
    /// <param name="showsLog">Whether the function's log is already shown.</param>
    public static IEnumerable<string> Of(LocalAws aws, Stack? stack, bool showsLog)
    {
        var remedies = aws.Emulated.CallLog.Entries.Where(static call => call.Status is >= 400 and < 500).Select(call => Of(call, aws)).OfType<string>().Distinct().ToList();
        if (!showsLog && stack is not null && LastOperation(stack).Any(static @event => @event.Reason?.StartsWith(CustomResource.NoResponse, StringComparison.Ordinal) is true))
        {
            remedies.Add("The function's log: --log");
        }

        return remedies;
    }

    private static string? Of(LoggedCall call, LocalAws aws) => CallSummary.Field(call.Response, "__type") switch
    {
        "SecretNotFoundException" when CallSummary.Field(call.Request, "credentialArn") is { } arn => $"The emulated Secrets Manager has no secret {arn}. To create it: --secret {arn}",
        "AccessDeniedException" when CallSummary.Field(call.Request, "registryId") is { } registry
            && registry != aws.AccountId && !aws.Emulated.Options.OtherAccountIds.Contains(registry) =>
            $"The function may not manage the registry of account {registry}. To emulate that account: --other-account {registry}",
        _ => null,
    };

    private static IEnumerable<StackEvent> LastOperation(Stack stack) => stack.Events.Skip(stack.Events.ToList().FindLastIndex(static @event => @event.Reason == "User Initiated"));
}
