using System.CommandLine;
using EcrPtcLambda.Emulator.Secrets;
using EcrPtcLambda.Local.Display;

namespace EcrPtcLambda.Local.Commands;

/// <summary><c>ecr-ptc deploy</c>.</summary>
internal static class DeployCommand
{
    private static readonly Argument<FileInfo> Template = new("TEMPLATE") { Description = "A CloudFormation template, YAML or JSON." };

    private static readonly Option<string[]> Secrets = new("--secret")
    {
        Description = "A secret that is there already, ARN[=good|bad-credentials|malformed|unreadable|undecryptable].",
        DefaultValueFactory = static _ => [],
    };

    private static readonly Option<bool> FailOnEmpty = new("--fail-on-empty-changeset") { Description = "Exit 1 when the stack is up to date already." };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "deploy",
            """
            Creates or updates a stack, and shows what happens as the CloudFormation console does.

            Example:
              ecr-ptc deploy examples/docker-hub.yaml --parameter DockerHubUsername=me DockerHubAccessToken=token
            """)
        {
            Template, GlobalOptions.StackName, GlobalOptions.Parameters, GlobalOptions.Handler, GlobalOptions.Calls, Secrets, FailOnEmpty,
        };
        return command.Doing(terminal, (arguments, cancellationToken) => RunAsync(arguments, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var template = arguments.GetRequiredValue(Template);
        var name = CommandLine.StackNameOf(arguments, template);
        var parameters = CommandLine.ParametersOf(arguments);
        var secrets = arguments.GetValue(Secrets)!.Select(SecretOf).ToList();
        var text = await CommandLine.ReadAsync(template, cancellationToken);
        await using var session = await Session.OpenAsync(arguments, terminal, cancellationToken);
        foreach (var (arn, state) in secrets)
        {
            session.Aws.PutSecret(arn, state);
        }

        var (stack, hasChanges) = await session.Engine.DeployAsync(name, template.ToString(), text, parameters, cancellationToken);
        if (!hasChanges)
        {
            terminal.Line($"No changes to deploy. Stack {name} is up to date");
            return arguments.GetValue(FailOnEmpty) ? 1 : 0;
        }

        var isSuccess = stack.Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE";
        if (isSuccess)
        {
            terminal.Outputs(stack.Outputs);
        }

        terminal.Rules(session.Aws.Emulated.Ecr.Rules, session.Aws.AccountId, session.Aws.Region);
        terminal.Line();
        if (!isSuccess)
        {
            terminal.Error($"Failed to create/update the stack. It is in {stack.Status} state; what led there: ecr-ptc events --stack-name {name}");
            return 1;
        }

        terminal.Success($"Successfully created/updated stack - {name}");
        return 0;
    }

    private static (string Arn, SecretState State) SecretOf(string given)
    {
        // An ARN may hold a =, a state's name may not.
        var at = given.LastIndexOf('=');
        return (at < 0 ? null : given[(at + 1)..]) switch
        {
            "good" => (given[..at], SecretState.Good),
            "bad-credentials" => (given[..at], SecretState.BadCredentials),
            "malformed" => (given[..at], SecretState.Malformed),
            "unreadable" => (given[..at], SecretState.Unreadable),
            "undecryptable" => (given[..at], SecretState.Undecryptable),
            _ when given.StartsWith("arn:", StringComparison.Ordinal) => (given, SecretState.Good),
            _ => throw new UsageException($"{given} value passed to --secret must be the ARN of a secret, with =good, =bad-credentials, =malformed, =unreadable or =undecryptable behind it if need be"),
        };
    }
}
