using System.CommandLine;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc deploy</c>.</summary>
internal static class DeployCommand
{
    private static readonly Option<bool> FailOnEmpty = new("--fail-on-empty-changeset") { Description = "Exit 1 if the stack is already up to date." };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "deploy",
            """
            Creates or updates a stack, and shows what happens as the CloudFormation console does.

            The function gets the events of every Custom::PullThroughCacheRule, and of an AWS::CloudFormation::CustomResource or another
            Custom:: type whose ServiceToken is the function's: an import whose name ends in ServiceToken, or the ARN of a Lambda function
            that is called ecr-ptc or has PullThroughCacheRuleFunction in its name, as SAM names it. Other types are skipped with a note.

            Example:
              ecr-ptc deploy examples/docker-hub.yaml \
                --parameter DockerHubUsername=me DockerHubAccessToken=token
              ecr-ptc deploy my.yaml --stack-name prod --parameter file://prod.json
            """)
        {
            DeploymentInput.Template, GlobalOptions.StackName, GlobalOptions.Parameters, GlobalOptions.Handler, GlobalOptions.Calls, GlobalOptions.Log,
            SecretOptions.Secrets, StoreOptions.Parameters, FailOnEmpty, OutputOptions.Output,
        };
        return command.Doing(terminal, (arguments, cancellationToken) => RunAsync(arguments, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var input = await DeploymentInput.ReadAsync(arguments, terminal, cancellationToken);
        var isJson = OutputOptions.IsJson(arguments);
        await using var session = await Session.OpenAsync(arguments, isJson ? Terminal.Silent : terminal, cancellationToken);
        input.Store(session.Aws);

        using var waiting = session.TellOfWaiting(input.StackName);
        var (stack, hasChanges) = await session.Engine.DeployAsync(input.StackName, input.File, input.Text, input.Parameters, cancellationToken);
        if (isJson)
        {
            terminal.Lines(JsonResults.Deployment(stack, hasChanges, session.Aws));
            return (hasChanges ? stack.Status.IsSuccessful : !arguments.GetValue(FailOnEmpty)) ? ExitCode.Success : Failed(session, stack, hasChanges, terminal);
        }

        if (!hasChanges)
        {
            terminal.Line($"No changes to deploy. Stack {input.StackName} is up to date");
            return arguments.GetValue(FailOnEmpty) ? ExitCode.Failure : ExitCode.Success;
        }

        var isSuccess = stack.Status.IsSuccessful;
        if (isSuccess)
        {
            terminal.Outputs(stack);
        }

        terminal.Rules(session.Aws);
        session.TellLog(arguments);
        terminal.Line();
        if (!isSuccess)
        {
            return Failed(session, stack, hasChanges, terminal);
        }

        terminal.Success($"Successfully created/updated stack - {input.StackName}");
        return ExitCode.Success;
    }

    private static int Failed(Session session, Stack stack, bool hasChanges, Terminal terminal)
    {
        if (hasChanges)
        {
            terminal.Error($"Failed to create/update the stack. It is in {stack.Status.Text} state; for the events: ecr-ptc events --stack-name {stack.Name}");
            session.TellRemedies(stack, terminal);
        }

        return ExitCode.Failure;
    }
}
