using System.CommandLine;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.ChangeSets;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc diff</c>.</summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "diff",
            """
            Shows what a deployment would create, update in place, replace and delete, where it would fail, and which rule it would lose
            because two resources have it. Nothing is changed. Exits 1 if the deployment would fail or lose a rule.

            Example:
              ecr-ptc diff examples/ecr-public.yaml --stack-name platform
            """)
        {
            DeploymentInput.Template, GlobalOptions.StackName, GlobalOptions.Parameters, SecretOptions.Secrets, StoreOptions.Parameters, OutputOptions.Output,
        };
        return command.Doing(terminal, async (arguments, cancellationToken) =>
        {
            var input = await DeploymentInput.ReadAsync(arguments, terminal, cancellationToken);
            using var aws = Session.Read(arguments);
            input.Store(aws);
            var changes = new ChangeSet(aws, TimeProvider.System).Create(input.StackName, input.File, input.Text, input.Parameters);
            if (OutputOptions.IsJson(arguments))
            {
                terminal.Lines(JsonResults.Changes(changes));
                return ExitCode(changes);
            }

            terminal.Changes(changes);
            if (changes.All(change => change.Kind is ChangeKind.None or ChangeKind.Skip))
            {
                terminal.Line($"No changes to deploy. Stack {input.StackName} is up to date");
            }

            return ExitCode(changes);
        });
    }

    private static int ExitCode(IReadOnlyList<ResourceChange> changes) =>
        changes.Any(static change => change.Kind is ChangeKind.Fail or ChangeKind.Lose) ? Commands.ExitCode.Failure : Commands.ExitCode.Success;
}
