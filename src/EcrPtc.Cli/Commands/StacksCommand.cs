using System.CommandLine;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc stacks</c>.</summary>
internal static class StacksCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Include deleted stacks, whose history is kept until their name is used again." };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "stacks",
            """
            Lists the stacks with their status.

            Example:
              ecr-ptc stacks
            """)
        {
            All, OutputOptions.Output,
        };
        return command.Doing(terminal, (arguments, _) =>
        {
            using var aws = Session.Read(arguments);
            var stacks = aws.Stacks.Where(stack => arguments.GetValue(All) || stack.Status is not StackStatus.DeleteComplete)
                .OrderBy(static stack => stack.Name, StringComparer.Ordinal).ToList();
            if (OutputOptions.IsJson(arguments))
            {
                terminal.Lines(JsonResults.Stacks(stacks));
            }
            else if (stacks.Count == 0)
            {
                terminal.Line($"There is no stack in account {aws.AccountId}, {aws.Region}.");
            }
            else
            {
                terminal.Stacks(stacks);
            }

            return Task.FromResult(ExitCode.Success);
        });
    }
}
