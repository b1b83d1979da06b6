using System.CommandLine;
using EcrPtc.Cli.Console;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc events</c>.</summary>
internal static class EventsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "events",
            """
            Shows the events of a stack, or of all stacks.

            Example:
              ecr-ptc events --stack-name platform
            """)
        {
            GlobalOptions.StackName, OutputOptions.Output,
        };
        return command.Doing(terminal, (arguments, _) =>
        {
            using var aws = Session.Read(arguments);
            var name = arguments.GetValue(GlobalOptions.StackName);
            if (name is not null && aws.Stack(name) is null)
            {
                terminal.Error($"Stack with id {name} does not exist; the stacks: ecr-ptc stacks");
                return Task.FromResult(ExitCode.Failure);
            }

            var events = aws.Stacks.Where(stack => name is null || stack.Name == name).SelectMany(static stack => stack.Events).OrderBy(static @event => @event.At).ToList();
            if (OutputOptions.IsJson(arguments))
            {
                terminal.Lines(JsonResults.Events(events));
                return Task.FromResult(ExitCode.Success);
            }

            foreach (var @event in events)
            {
                terminal.Event(@event);
            }

            return Task.FromResult(ExitCode.Success);
        });
    }
}
