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
            Shows the history of a stack, or of all of them.

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
                terminal.Error($"Stack with id {name} does not exist");
                return Task.FromResult(1);
            }

            var events = aws.Stacks.Where(stack => name is null || stack.Name == name).SelectMany(static stack => stack.Events).OrderBy(static @event => @event.At).ToList();
            if (OutputOptions.IsJson(arguments))
            {
                terminal.Line(JsonResults.Events(events));
                return Task.FromResult(0);
            }

            foreach (var @event in events)
            {
                terminal.Event(@event);
            }

            return Task.FromResult(0);
        });
    }
}
