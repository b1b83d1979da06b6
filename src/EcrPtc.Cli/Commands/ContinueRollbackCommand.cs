using System.CommandLine;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc continue-rollback</c>.</summary>
internal static class ContinueRollbackCommand
{
    private static readonly Argument<string?> Stack = new("STACK") { Description = "The stack's name.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string[]> Skipped = new("--skip", "--resources-to-skip")
    {
        Description = "Logical IDs of resources to skip: they are left as they are and treated as rolled back.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = static _ => [],
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "continue-rollback",
            """
            Continues the rollback of a stack in UPDATE_ROLLBACK_FAILED state, after the cause of the failure has been corrected.

            Example:
              ecr-ptc continue-rollback platform --skip DockerHub
            """)
        {
            Stack, GlobalOptions.StackName, GlobalOptions.Handler, GlobalOptions.Calls, GlobalOptions.Log, Skipped,
        };
        return command.Doing(terminal, async (arguments, cancellationToken) =>
        {
            var name = arguments.GetValue(Stack) ?? CommandLine.GetStackName(arguments, template: null);
            await using var session = await Session.OpenAsync(arguments, terminal, cancellationToken);
            using var waiting = session.TellOfWaiting(name);
            var stack = await session.Engine.ContinueRollbackAsync(name, arguments.GetValue(Skipped)!, cancellationToken);
            terminal.Rules(session.Aws);
            session.TellLog(arguments);
            if (stack.Status is StackStatus.UpdateRollbackComplete)
            {
                return ExitCode.Success;
            }

            terminal.Error($"Failed to roll the stack back. It is in {stack.Status.Text} state; for the events: ecr-ptc events --stack-name {name}");
            session.TellRemedies(stack, terminal);
            return ExitCode.Failure;
        });
    }
}
