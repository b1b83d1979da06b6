using System.CommandLine;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc delete</c>.</summary>
internal static class DeleteCommand
{
    private static readonly Argument<string?> Stack = new("STACK") { Description = "The stack's name.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string[]> Retained = new("--retain-resources")
    {
        Description = "Logical IDs of resources to retain.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = static _ => [],
    };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "delete",
            """
            Deletes a stack with its rules.

            Example:
              ecr-ptc delete platform
            """)
        {
            Stack, GlobalOptions.StackName, GlobalOptions.Handler, GlobalOptions.Calls, GlobalOptions.Log, Retained, OutputOptions.Output,
        };
        return command.Doing(terminal, async (arguments, cancellationToken) =>
        {
            var name = arguments.GetValue(Stack) ?? CommandLine.GetStackName(arguments, template: null);
            var isJson = OutputOptions.IsJson(arguments);
            await using var session = await Session.OpenAsync(arguments, isJson ? Terminal.Silent : terminal, cancellationToken);
            using var waiting = session.TellOfWaiting(name);
            var deleted = await session.Engine.DeleteAsync(name, arguments.GetValue(Retained)!, cancellationToken);
            if (isJson)
            {
                terminal.Lines(JsonResults.Deployment(deleted, deleted is not null, session.Aws));
            }
            else if (deleted is null)
            {
                terminal.Line($"There is no stack {name}.");
            }
            else
            {
                terminal.Rules(session.Aws);
                session.TellLog(arguments);
            }

            if (deleted is null or { Status: StackStatus.DeleteComplete })
            {
                return ExitCode.Success;
            }

            terminal.Error($"Failed to delete the stack. It is in {deleted.Status.Text} state; for the events: ecr-ptc events --stack-name {name}");
            session.TellRemedies(deleted, terminal);
            return ExitCode.Failure;
        });
    }
}
