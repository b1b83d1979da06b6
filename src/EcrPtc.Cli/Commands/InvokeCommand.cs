using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Templates;
using EcrPtcLambda.Emulator.RuntimeApi;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Rules;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc invoke</c>.</summary>
internal static class InvokeCommand
{
    private static readonly Argument<string> Event = new("EVENT") { Description = "A CloudFormation event as a JSON file, or - for the standard input." };

    private static readonly Option<string> RequestType = new("--request-type")
    {
        Description = "Create, Update or Delete in place of the event's own.",
        HelpName = "TYPE",
        Validators =
        {
            static result =>
            {
                if (result.Tokens is [var token] && token.Value is not ("Create" or "Update" or "Delete"))
                {
                    result.AddError($"{token.Value} value passed to --request-type must be Create, Update or Delete");
                }
            },
        },
    };

    private static readonly Option<string> PhysicalId = new("--physical-resource-id") { Description = "The PhysicalResourceId in place of the event's own; without it, a missing rule is created first, or the ID that the function last returned for the resource is sent.", HelpName = "ID" };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "invoke",
            """
            Sends one event to the function, and shows its calls to Amazon ECR and its response to CloudFormation. A secret that
            the event names exists and is good, unless --secret or --no-secrets says otherwise. The rule that an Update or a Delete names is
            created in the emulated registry if it doesn't exist, unless the function has returned another ID for the same resource:
            then that ID is sent, as CloudFormation would. --physical-resource-id is sent unchanged.

            Example:
              ecr-ptc invoke events/create-docker-hub.json
            """)
        {
            Event, RequestType, PhysicalId, GlobalOptions.Handler, SecretOptions.Secrets, SecretOptions.NoSecrets, GlobalOptions.Log,
        };
        return command.Doing(terminal, (arguments, cancellationToken) => RunAsync(arguments, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var file = arguments.GetRequiredValue(Event);
        var secrets = SecretOptions.From(arguments);
        var @event = Read(await InputFile.ReadAsync(file, terminal, cancellationToken), file);
        await using var session = await Session.OpenAsync(arguments, terminal, cancellationToken);
        SecretOptions.Put(secrets, session.Aws);
        session.Aws.Emulated.CallLog.Recorded += (_, call) => terminal.Call(call);

        if (arguments.GetValue(RequestType) is { } requestType)
        {
            @event["RequestType"] = requestType;
        }

        var identity = new EventIdentity(session.Aws);
        if (identity.Prepare(@event, arguments.GetValue(PhysicalId)) is { } done)
        {
            terminal.Line(done);
        }

        var url = session.Function.CreateResponseUrl(
            @event.TextOf("StackId") ?? "stack", @event.TextOf("LogicalResourceId") ?? "resource", @event.TextOf("RequestId") ?? "request", TimeProvider.System.GetUtcNow());
        @event["ResponseURL"] = url;

        if (!arguments.GetValue(SecretOptions.NoSecrets))
        {
            session.Aws.Emulated.Secrets.Unknown = SecretState.Good;
            foreach (var arn in SecretsIn(@event).Where(arn => !session.Aws.Secrets.ContainsKey(arn)))
            {
                terminal.Line($"The secret {arn} is assumed to exist and to be good (another state: --secret ARN=STATE; missing: --no-secrets).");
            }
        }

        terminal.Line($"{@event.TextOf("RequestType")} {@event.TextOf("LogicalResourceId")}");
        var result = await session.Function.InvokeAsync(Encoding.UTF8.GetBytes(@event.ToJsonString()), Guid.NewGuid().ToString(), cancellationToken);
        session.TellLog(arguments);

        if (result is InvocationResult.Errored(var type, var message))
        {
            terminal.Error($"The function failed: {type}: {message}");
        }

        if (result is InvocationResult.TimedOut)
        {
            terminal.Error("The function timed out.");
        }

        if (session.Aws.Emulated.Responses.Responses is not [.., var response])
        {
            terminal.Error($"The function did not send a response.{(arguments.GetValue(GlobalOptions.Log) ? "" : " Its log: --log")}");
            return ExitCode.Failure;
        }

        if (response.Rejection is null)
        {
            identity.Keep(@event, response.Status is "SUCCESS", response.PhysicalResourceId);
        }

        terminal.Lines(Indented(response.Body.Span));
        if (response is { Status: "SUCCESS", Rejection: null })
        {
            return ExitCode.Success;
        }

        if (response.Rejection is { } rejection)
        {
            terminal.Error(rejection);
        }

        session.TellRemedies(stack: null, terminal);
        return ExitCode.Failure;
    }

    private static JsonObject Read(string text, string file)
    {
        try
        {
            var @event = JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject ?? throw new InvalidDataException($"{file}: the event must be a JSON object.");

            // JSON can contain half of a surrogate pair, which is no valid string.
            _ = @event.ToJsonString();
            return @event;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidDataException($"{file}: error: the event has a string with half of a surrogate pair.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file}:{exception.Place}: error: the event is not JSON, has a duplicate key, or is nested more than 64 levels deep.");
        }
    }

    // The function rejects any other value than the ARN of a secret, and this output doesn't repeat it: it may be the secret itself.
    private static IEnumerable<string> SecretsIn(JsonObject @event) =>
        @event["ResourceProperties"] is JsonObject properties && properties.TextOf(RuleProperties.CredentialArn) is { } arn
        && arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains($":secret:{ResourceType.SecretNamePrefix}", StringComparison.Ordinal)
            ? [arn]
            : [];

    private static string Indented(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
