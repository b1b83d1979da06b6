using System.CommandLine;
using System.Net.Sockets;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Commands;

/// <summary>All commands, and the one way in which they end: 0 when what was asked for was done, else 1.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Terminal terminal, TextWriter output)
    {
        var root = new RootCommand(
            """
            Deploys templates with Custom::PullThroughCacheRule to an emulated AWS on this machine, through the function's own code: nothing
            leaves the machine, and no AWS account is needed.

            Example:
              ecr-ptc deploy examples/ecr-public.yaml
            """);
        root.Options.Add(GlobalOptions.StateDirectory);
        root.Options.Add(GlobalOptions.Region);
        root.Options.Add(GlobalOptions.Account);
        root.Options.Add(GlobalOptions.OtherAccounts);
        root.Subcommands.Add(DeployCommand.Create(terminal));
        root.Subcommands.Add(DiffCommand.Create(terminal));
        root.Subcommands.Add(DeleteCommand.Create(terminal));
        root.Subcommands.Add(ContinueRollbackCommand.Create(terminal));
        root.Subcommands.Add(RulesCommand.Create(terminal));
        root.Subcommands.Add(EventsCommand.Create(terminal));
        root.Subcommands.Add(ValidateCommand.Create(terminal, output));
        root.Subcommands.Add(ServeCommand.Create(terminal));
        root.Subcommands.Add(InvokeCommand.Create(terminal));
        return root;
    }

    /// <summary>Gives a command what it does, and says in words what it couldn't do.</summary>
    public static Command Doing(this Command command, Terminal terminal, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (arguments, cancellationToken) =>
        {
            try
            {
                return await action(arguments, cancellationToken);
            }
            catch (TemplateException exception)
            {
                foreach (var problem in exception.Problems)
                {
                    terminal.Error($"{problem.At}: error: {problem.Message}");
                }
            }
            catch (Exception exception) when (exception is StateException or StackException or IOException or SocketException or UnauthorizedAccessException or UsageException)
            {
                terminal.Error(exception.Message);
            }
            catch (OperationCanceledException)
            {
                terminal.Error("Interrupted. The next command takes a stack up where it was left.");
            }
#pragma warning disable CA1031 // Whatever goes wrong is told in words: a stack trace tells a user nothing.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                terminal.Error($"An error of ecr-ptc's own, please report it: {exception.GetType()}: {exception.Message}");
            }

            return 1;
        });
        return command;
    }

    /// <summary>Reads a file that the user named.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken) => file.Exists
        ? await File.ReadAllTextAsync(file.FullName, cancellationToken)
        : throw new UsageException(Directory.Exists(file.FullName) ? $"{file} is a folder and no file." : $"{file}: there is no such file.");

    /// <exception cref="UsageException">One is not KEY=VALUE.</exception>
    public static Dictionary<string, string> ParseParameters(ParseResult arguments)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var given in arguments.GetValue(GlobalOptions.Parameters)!)
        {
            var at = given.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new UsageException($"{given} value passed to --parameter must be of format Key=Value");
            }

            parameters[given[..at]] = given[(at + 1)..];
        }

        return parameters;
    }

    /// <summary>The name that was given, or one made from the template's file name.</summary>
    /// <exception cref="UsageException">The name that was given is none that CloudFormation takes.</exception>
    public static string GetStackName(ParseResult arguments, FileInfo? template)
    {
        var name = arguments.GetValue(GlobalOptions.StackName);
        if (name is null && template is not null)
        {
            name = string.Concat(Path.GetFileNameWithoutExtension(template.Name).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
            name = name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"stack-{name}";
        }

        return name is { Length: >= 1 and <= 128 } && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? name
            : throw new UsageException($"\"{name}\" is no stack name: it must begin with a letter and have letters, digits and hyphens only, 128 at most.");
    }
}
