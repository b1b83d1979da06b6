using System.CommandLine;
using System.Globalization;
using System.Net;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Sam;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.SecretsManager;
using Microsoft.AspNetCore.Connections;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc serve</c>.</summary>
internal static class ServeCommand
{
    // The port in the ResponseURL of the repository's events.
    private const int DefaultPort = 9000;

    private static readonly string[] ForShells =
    [
        "AWS_ENDPOINT_URL_ECR", "AWS_ENDPOINT_URL_LAMBDA", "ECR_PTC_RESPONSE_HOSTS", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API",
    ];

    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port of all endpoints; the ResponseURL in events/*.json uses the default one.",
        HelpName = "PORT",
        DefaultValueFactory = static _ => DefaultPort,
        CustomParser = static result =>
        {
            if (int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort)
            {
                return port;
            }

            result.AddError($"{result.Tokens[^1].Value} value passed to --port must be a number from {IPEndPoint.MinPort}, for any free port, to {IPEndPoint.MaxPort}");
            return DefaultPort;
        },
    };

    private static readonly Option<bool> Sam = new("--sam")
    {
        Description = "Listen at the address at which the containers of sam local invoke reach this machine, and write an environment and events for it.",
    };

    private static readonly Option<string?> Address = new("--address")
    {
        Description = "With --sam: the address of this machine that containers reach, such as 172.17.0.1; the container engine's bridge by default.",
        HelpName = "ADDRESS",
        Validators =
        {
            static result =>
            {
                if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out var address) || address.Equals(IPAddress.Any)
                    || address.Equals(IPAddress.IPv6Any) || address.IsIPv6LinkLocal)
                {
                    result.AddError("--address must be one address of this machine that containers reach, such as 172.17.0.1.");
                }
            },
        },
    };

    private static readonly Option<bool> VerifySignatures = new("--verify-signatures")
    {
        Description = "With --sam: accept only the emulated credentials, as without --sam, and not those of SAM.",
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "serve",
            """
            Runs Amazon ECR, the response bucket and the Lambda Runtime API on this machine until Ctrl+C, and prints the environment that the AWS CLI and
            SDKs need, or, with --sam, the one that sam local invoke needs. A secret that a rule names exists and is good, unless
            --secret or --no-secrets says otherwise.

            A bootstrap that polls the Runtime API gets the events of aws lambda invoke, whatever the name of the function.

            Example:
              ecr-ptc serve
              ecr-ptc serve --sam
            """)
        {
            Port, Sam, Address, VerifySignatures, SecretOptions.Secrets, SecretOptions.NoSecrets,
        };
        command.Validators.Add(static result =>
        {
            if (!result.GetValue(Sam))
            {
                if (result.GetResult(Address) is not null || result.GetValue(VerifySignatures))
                {
                    result.AddError("--address and --verify-signatures go with --sam.");
                }
            }
            else if (result.GetResult(GlobalOptions.Account) is { Implicit: false })
            {
                result.AddError($"--account doesn't go with --sam: a function that SAM runs is in account {SamFunction.AccountId}.");
            }
        });
        return command.Doing(
            terminal,
            (arguments, cancellationToken) => arguments.GetValue(Sam)
                ? RunForSamAsync(arguments, terminal, cancellationToken)
                : RunAsync(arguments, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var options = Session.OptionsOf(arguments) with { AcceptsUnsignedResponses = true, CreationTimes = SampleEvents.CreationTimes };
        using var file = StateFile.Open(arguments.GetValue(GlobalOptions.StateDirectory)!, options.AccountId, options.Region);
        using var aws = Open(arguments, options, file, SecretOptions.From(arguments), terminal);
        await using var server = await ListenAsync(aws.Emulated, new(IPAddress.Loopback, arguments.GetValue(Port)), cancellationToken);

        terminal.Heading("For the AWS CLI, SDKs and a bootstrap in this machine's shells");
        Export(ForShells, server, terminal);
        terminal.Heading("A response URL for your own event, valid for two hours");
        terminal.Line(aws.Emulated.Responses.CreateResponseUrl(
            $"arn:{aws.Partition}:cloudformation:{aws.Region}:{aws.AccountId}:stack/local/{Guid.NewGuid()}", "Rule", Guid.NewGuid().ToString(), server.Endpoint));
        terminal.Heading("An event for a bootstrap that runs with this environment");
        terminal.Line("aws lambda invoke --function-name ecr-ptc --payload fileb://event.json out.json");
        TellOfSecrets(aws, terminal);
        terminal.Line();
        terminal.Success($"Listening at {server.Endpoint}; Ctrl+C ends it.");
        await WaitAsync(folder: null, terminal, cancellationToken);
        return ExitCode.Success;
    }

    private static async Task<int> RunForSamAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var directory = arguments.GetValue(GlobalOptions.StateDirectory)!;
        var verifiesSignatures = arguments.GetValue(VerifySignatures);
        var options = Session.OptionsOf(arguments) with
        {
            AccountId = SamFunction.AccountId,
            AcceptsUnsignedResponses = true,
            AcceptsAnySignature = !verifiesSignatures,
        };
        var secrets = SecretOptions.From(arguments);
        var network = await ContainerNetworks.FindAsync(arguments.GetValue(Address) is { } address ? IPAddress.Parse(address) : null, cancellationToken);
        using var file = StateFile.Open(directory, options.AccountId, options.Region);
        using var aws = Open(arguments, options, file, [], terminal);
        SecretOptions.Put([.. secrets.Select(secret => (SamEvent.Move(secret.Arn, aws), secret.State))], aws);
        await using var server = await ListenAsync(
            aws.Emulated, new(network.Address, arguments.GetValue(Port)) { Host = network.Host, MayBeAbsent = OperatingSystem.IsLinux() }, cancellationToken);
        using var folder = SamFolder.Open(Path.Combine(directory, "sam"), aws, server);
        aws.Emulated.Responses.ResponseReceived += (_, response) => Follow(response, folder, terminal);

        terminal.Heading("After sam build, in another shell, for each event in that folder");
        terminal.Line(
            $"sam local invoke {SamFunction.LogicalId} --region {aws.Region} --env-vars {Quoted(folder.EnvironmentFile)} -e {Quoted(folder.EventFile("create-docker-hub.json"))}");
        if (verifiesSignatures)
        {
            terminal.Heading("The credentials that requests must be signed with, for that shell");
            Export(Credentials, server, terminal);
        }
        else
        {
            terminal.Line();
            terminal.Line("Any well-formed signature is accepted: SAM signs with that shell's credentials, or with its own if there are none (--verify-signatures).");
        }

        TellOfSecrets(aws, terminal);
        terminal.Line($"The events are rewritten at each start, for account {aws.AccountId}, in which SAM runs every function. The rules: ecr-ptc rules --account {aws.AccountId}");
        terminal.Line();
        terminal.Success($"Listening at {server.Endpoint} ({network.Description}); Ctrl+C ends it.");
        await WaitAsync(folder, terminal, cancellationToken);
        return ExitCode.Success;
    }

    private static async Task<EmulatedAwsServer> ListenAsync(EmulatedAws aws, ListeningAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return await aws.ListenAsync(address, cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new IOException($"http://{new IPEndPoint(address.Address, address.Port)} is in use. Choose another port with --port; the events and the environment follow.");
        }
    }

    private static LocalAws Open(
        ParseResult arguments, EmulatedAwsOptions options, StateFile file, IReadOnlyList<(string Arn, SecretState State)> secrets, Terminal terminal)
    {
        var aws = new LocalAws(new(options), file);
        SecretOptions.Put(secrets, aws);
        aws.Emulated.Secrets.Unknown = arguments.GetValue(SecretOptions.NoSecrets) ? null : SecretState.Good;
        aws.Emulated.CallLog.Recorded += (_, call) => terminal.Call(call);
        return aws;
    }

    private static void Export(IReadOnlyCollection<string> names, EmulatedAwsServer server, Terminal terminal)
    {
        foreach (var (name, value) in server.Environment.Append(new("AWS_ENDPOINT_URL_LAMBDA", server.Endpoint.GetLeftPart(UriPartial.Authority))).Where(each => names.Contains(each.Key)))
        {
            terminal.Line($"export {name}='{value}'");
        }
    }

    private static void TellOfSecrets(LocalAws aws, Terminal terminal)
    {
        if (aws.Emulated.Secrets.Unknown is not null)
        {
            terminal.Line();
            terminal.Line("Every secret that a rule names is assumed to exist and to be good (another state: --secret ARN=STATE; missing: --no-secrets).");
        }
    }

    /// <param name="folder">The folder whose files are kept up to date meanwhile.</param>
    private static async Task WaitAsync(SamFolder? folder, Terminal terminal, CancellationToken cancellationToken)
    {
        string? reported = null;
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var failure = Restore(folder);
                if (failure is not null && failure != reported)
                {
                    terminal.Error(failure);
                }

                reported = failure;
            }
        }
        catch (OperationCanceledException)
        {
            terminal.Line("Ended.");
        }
    }

    /// <returns>The reason of the failure, or null.</returns>
    private static string? Restore(SamFolder? folder)
    {
        try
        {
            folder?.Restore();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    // The response has been accepted, so a failure to write the files is only reported.
    private static void Follow(CloudFormationResponse response, SamFolder folder, Terminal terminal)
    {
        try
        {
            folder.Follow(response);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Error(exception.Message);
        }
    }

    // Quoted as one word for a shell.
    private static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-+=:@%".Contains(character, StringComparison.Ordinal)) ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
