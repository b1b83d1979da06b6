using System.CommandLine;
using System.Net;
using EcrPtcLambda.Emulator.Secrets;
using EcrPtcLambda.Local.Display;
using EcrPtcLambda.Local.State;

namespace EcrPtcLambda.Local.Commands;

/// <summary><c>ecr-ptc serve</c>.</summary>
internal static class ServeCommand
{
    // The one that the repository's events send their answers to.
    private const int DefaultPort = 9000;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port of all endpoints; events/*.json send their answers to the default one.",
        DefaultValueFactory = static _ => DefaultPort,
        Validators =
        {
            static result =>
            {
                if (result.GetValueOrDefault<int>() is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
                {
                    result.AddError($"The port must be from {IPEndPoint.MinPort}, for any free one, to {IPEndPoint.MaxPort}.");
                }
            },
        },
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "serve",
            """
            Keeps Amazon ECR, the response bucket and the Lambda Runtime API up on this machine until Ctrl+C, and prints what sam local
            invoke, the AWS CLI and SDKs need in their environment. A secret that a rule names is there and good, unless --secret or
            --no-secrets says otherwise.

            Example:
              ecr-ptc serve
              sam local invoke PullThroughCacheRuleFunction -e events/create-docker-hub.json --docker-network host --env-vars .ecr-ptc/env.json
            """)
        {
            Port, SecretOptions.Secrets, SecretOptions.NoSecrets,
        };
        return command.Doing(terminal, (arguments, cancellationToken) => RunAsync(arguments, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var directory = arguments.GetValue(GlobalOptions.StateDirectory)!;
        var options = Session.OptionsOf(arguments) with { AcceptsUnsignedAnswers = true, CreationTimes = SampleEvents.CreationTimes };
        var secrets = SecretOptions.Of(arguments);
        using var file = StateFile.Open(directory, options.AccountId, options.Region);
        using var aws = new LocalAws(new(options), file);
        SecretOptions.Put(secrets, aws);
        aws.Emulated.Secrets.Unknown = arguments.GetValue(SecretOptions.NoSecrets) ? null : SecretState.Good;
        aws.Emulated.Journal.Recorded += (_, call) => terminal.Call(call);
        await using var server = await aws.Emulated.ListenAsync(arguments.GetValue(Port), certificate: null, cancellationToken);

        var environment = Path.Combine(directory, "env.json");
        await File.WriteAllTextAsync(environment, EnvironmentFile.For(server), cancellationToken);
        terminal.Heading("For the AWS CLI, SDKs and a bootstrap in this machine's shells");
        foreach (var (name, value) in server.Environment.Where(each => EnvironmentFile.IsForShells(each.Key)))
        {
            terminal.Line($"export {name}='{value}'");
        }

        terminal.Heading("For sam local invoke");
        terminal.Line($"sam local invoke PullThroughCacheRuleFunction -e events/create-docker-hub.json --docker-network host --env-vars {environment}");
        terminal.Heading("A response URL for an event of your own, good for two hours");
        terminal.Line(aws.Emulated.Responses.CreateResponseUrl(
            $"arn:{aws.Partition}:cloudformation:{aws.Region}:{aws.AccountId}:stack/local/{Guid.NewGuid()}", "Rule", Guid.NewGuid().ToString(), server));
        if (aws.Emulated.Secrets.Unknown is not null)
        {
            terminal.Line();
            terminal.Line("Every secret that a rule names is taken to be there and good (another state: --secret ARN=STATE; not there: --no-secrets).");
        }

        terminal.Line();
        terminal.Success($"Listening at {server.Endpoint}; Ctrl+C ends it.");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            terminal.Line("Ended.");
        }

        return 0;
    }
}
