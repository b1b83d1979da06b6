using System.CommandLine;
using EcrPtc.Cli.Console;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc rules</c>.</summary>
internal static class RulesCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "rules",
            """
            Shows the pull through cache rules of Amazon ECR, and the stack and resource that has each rule. A rule without a resource was
            created by hand, was retained, or was left behind.

            Example:
              ecr-ptc rules --region eu-west-1
            """)
        {
            OutputOptions.Output,
        };
        return command.Doing(terminal, (arguments, _) =>
        {
            using var aws = Session.Read(arguments);
            if (OutputOptions.IsJson(arguments))
            {
                terminal.Lines(JsonResults.Rules(aws));
            }
            else
            {
                terminal.Rules(aws);
            }

            return Task.FromResult(ExitCode.Success);
        });
    }
}
