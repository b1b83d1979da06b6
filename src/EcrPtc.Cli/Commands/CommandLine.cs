using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.State;
using EcrPtc.Cli.Templates;

namespace EcrPtc.Cli.Commands;

/// <summary>All commands. Each one returns an <see cref="ExitCode"/> and writes its errors to the standard error.</summary>
internal static class CommandLine
{
    // CloudFormation's limit for the name of a stack.
    private const int MostCharacters = 128;

    // The time that an interrupted command has to end, which is enough for a handler's process.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);

    /// <summary>Runs a command.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal)
    {
        using var interruption = new Interruption();
        var root = Create(terminal);

        // A value that begins with @ is a value, not the name of a response file.
        var parsed = root.Parse(ArgumentList.Separate(arguments), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageProblems.In(parsed, arguments) is { Count: > 0 } problems)
        {
            if (arguments.Count == 0)
            {
                terminal.ErrorLines(HelpText.Of(root));
                return ExitCode.Usage;
            }

            foreach (var problem in problems)
            {
                terminal.Error(problem);
            }

            terminal.Error($"Help: {HelpText.NameOf(parsed.CommandResult.Command)} --help");
            return ExitCode.Usage;
        }

        var running = InvokeAsync(parsed, terminal, interruption.Token);
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (interruption.Token.Register(interrupted.SetResult))
        {
            await Task.WhenAny(running, interrupted.Task);
            await Task.WhenAny(running, Task.Delay(running.IsCompleted ? TimeSpan.Zero : TimeToEnd, TimeProvider.System));
        }

        var code = running.IsCompleted ? await running : ExitCode.Interrupted;
        if (terminal.Failure is not { } failure)
        {
            return code;
        }

        terminal.Error($"The output can't be written: {failure}");
        return code == ExitCode.Success ? ExitCode.Failure : code;
    }

    // The parser writes some texts itself, such as the version, without the terminal.
    private static async Task<int> InvokeAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Error($"The output can't be written: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    private static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand(
            """
            Deploys templates with Custom::PullThroughCacheRule to an emulated AWS on this machine, through the function's own code: nothing
            leaves the machine, and no AWS account is needed.

            Exits 0 on success, 1 on a failure or if errors are found, 2 on wrong arguments, and 130 if it is interrupted.

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
        root.Subcommands.Add(StacksCommand.Create(terminal));
        root.Subcommands.Add(RulesCommand.Create(terminal));
        root.Subcommands.Add(EventsCommand.Create(terminal));
        root.Subcommands.Add(ValidateCommand.Create(terminal));
        root.Subcommands.Add(ServeCommand.Create(terminal));
        root.Subcommands.Add(InvokeCommand.Create(terminal));
        root.Options.OfType<System.CommandLine.Help.HelpOption>().Single().Action = new ShowHelp(terminal);
        return root;
    }

    /// <summary>Sets the action of a command, and writes a message for each error.</summary>
    public static Command Doing(this Command command, Terminal terminal, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction((arguments, cancellationToken) => RunAsync(command, terminal, action, arguments, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Command command, Terminal terminal, Func<ParseResult, CancellationToken, Task<int>> action, ParseResult arguments, CancellationToken cancellationToken)
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
        catch (UsageException exception)
        {
            terminal.Error(exception.Message);
            return ExitCode.Usage;
        }
        catch (Exception exception) when (exception is StateException or StackException or IOException or InvalidDataException or SocketException or UnauthorizedAccessException)
        {
            terminal.Error(exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Error(command.Options.Contains(GlobalOptions.Calls) ? "Interrupted. The next command resumes the operation on the stack." : "Interrupted.");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // Every error is reported by its message: a stack trace doesn't help a user.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            terminal.Error($"Internal error in ecr-ptc, please report it: {exception.Message}");
        }

        return ExitCode.Failure;
    }

    /// <summary>Returns the name of the stack: the one given, or one derived from the template's file name.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="template">The template's path; null if there is none.</param>
    /// <exception cref="UsageException">There is no name, or CloudFormation wouldn't accept it.</exception>
    public static string GetStackName(ParseResult arguments, string? template)
    {
        var name = arguments.GetValue(GlobalOptions.StackName);
        if (name is null && template is null or InputFile.StandardInput)
        {
            throw new UsageException(template is null
                ? "The name of a stack is required; the stacks: ecr-ptc stacks"
                : "A template from the standard input needs a stack's name: --stack-name NAME");
        }

        if (name is null)
        {
            name = string.Concat(Path.GetFileNameWithoutExtension(template!).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
            name = name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"stack-{name}";
            name = name.Length > MostCharacters ? name[..MostCharacters] : name;
        }

        return name is { Length: >= 1 and <= MostCharacters } && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? name
            : throw new UsageException($"\"{name}\" is no stack name: it must begin with a letter and have letters, digits and hyphens only, 128 at most.");
    }

    private sealed class ShowHelp(Terminal terminal) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            terminal.Lines(HelpText.Of(parseResult.CommandResult.Command));
            return ExitCode.Success;
        }
    }
}
