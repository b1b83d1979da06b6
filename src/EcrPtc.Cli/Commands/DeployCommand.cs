using System.CommandLine;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.Model;

namespace EcrPtc.Cli.Commands;

/// <summary><c>ecr-ptc deploy</c>.</summary>
internal static class DeployCommand
{
    private static readonly Argument<FileInfo> Template = new("TEMPLATE") { Description = "A CloudFormation template, YAML or JSON." };

    private static readonly Option<bool> FailOnEmpty = new("--fail-on-empty-changeset") { Description = "Exit 1 when the stack is up to date already." };

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "deploy",
            """
            Creates or updates a stack, and shows what happens as the CloudFormation console does.

            The function is asked for every Custom::PullThroughCacheRule, and for an AWS::CloudFormation::CustomResource or another
            Custom:: type whose ServiceToken is the function's: an import whose name ends in ServiceToken, or the ARN of a Lambda function
            that is called ecr-ptc or has PullThroughCacheRuleFunction in its name, as SAM calls it. Other types are skipped, and said so.

            Example:
              ecr-ptc deploy examples/docker-hub.yaml --parameter DockerHubUsername=me DockerHubAccessToken=token
            """)
        {
            Template, GlobalOptions.StackName, GlobalOptions.Parameters, GlobalOptions.Handler, GlobalOptions.Calls, SecretOptions.Secrets, StoreOptions.Parameters, FailOnEmpty, OutputOptions.Output,
        };
        return command.Doing(terminal, (arguments, cancellationToken) => RunAsync(arguments, terminal, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var template = arguments.GetRequiredValue(Template);
        var name = CommandLine.GetStackName(arguments, template);
        var parameters = CommandLine.ParseParameters(arguments);
        var secrets = SecretOptions.From(arguments);
        var storedParameters = StoreOptions.Of(arguments);
        var text = await CommandLine.ReadAsync(template, cancellationToken);
        var isJson = OutputOptions.IsJson(arguments);
        await using var session = await Session.OpenAsync(arguments, isJson ? Terminal.Silent : terminal, cancellationToken);
        SecretOptions.Put(secrets, session.Aws);
        StoreOptions.Put(storedParameters, session.Aws);

        var (stack, hasChanges) = await session.Engine.DeployAsync(name, template.ToString(), text, parameters, cancellationToken);
        if (isJson)
        {
            terminal.Line(JsonResults.Deployment(stack, hasChanges, session.Aws));
            return hasChanges ? stack.Status.IsSuccessful ? 0 : 1 : arguments.GetValue(FailOnEmpty) ? 1 : 0;
        }

        if (!hasChanges)
        {
            terminal.Line($"No changes to deploy. Stack {name} is up to date");
            return arguments.GetValue(FailOnEmpty) ? 1 : 0;
        }

        var isSuccess = stack.Status.IsSuccessful;
        if (isSuccess)
        {
            terminal.Outputs(stack);
        }

        terminal.Rules(session.Aws);
        terminal.Line();
        if (!isSuccess)
        {
            terminal.Error($"Failed to create/update the stack. It is in {stack.Status.Text} state; what led there: ecr-ptc events --stack-name {name}");
            return 1;
        }

        terminal.Success($"Successfully created/updated stack - {name}");
        return 0;
    }
}
