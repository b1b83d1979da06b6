using System.CommandLine;
using System.ComponentModel;
using EcrPtc.Cli.Console;
using EcrPtc.Cli.Functions;
using EcrPtc.Cli.Resources;
using EcrPtc.Cli.Stacks.Engine;
using EcrPtc.Cli.Stacks.Model;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.RuntimeApi;

namespace EcrPtc.Cli.Commands;

/// <summary>The environment of a command: the state, the emulated AWS over it, the function, and CloudFormation's engine.</summary>
internal sealed class Session : IAsyncDisposable
{
    // The timeout in template.yaml.
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(120);

    private readonly StateFile file;
    private readonly CustomResource customResource;
    private readonly Terminal terminal;
    private readonly bool showsLog;

    private Session(StateFile file, LocalAws aws, IFunction function, Terminal terminal, bool showsCalls, bool showsLog)
    {
        this.file = file;
        this.terminal = terminal;
        this.showsLog = showsLog;
        Aws = aws;
        Function = function;
        customResource = new(function, aws.Emulated.Responses, TimeProvider.System, InvocationSettings.Redeliveries, showsCalls ? terminal.Responded : null);
        Engine = new(aws, new(aws, customResource), TimeProvider.System, terminal.Event);
    }

    public LocalAws Aws { get; }

    public IFunction Function { get; }

    public StackEngine Engine { get; }

    /// <summary>Opens the state for changes and starts the function.</summary>
    /// <exception cref="StateException">The state can't be read.</exception>
    /// <exception cref="UsageException">The handler can't be run.</exception>
    public static async Task<Session> OpenAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var file = StateFile.Open(arguments.GetValue(GlobalOptions.StateDirectory)!, AccountOf(arguments), arguments.GetValue(GlobalOptions.Region)!);
        try
        {
            var aws = new LocalAws(new(OptionsOf(arguments)), file);
            var showsCalls = arguments.GetValue(GlobalOptions.Calls);
            if (showsCalls)
            {
                aws.Emulated.CallLog.Recorded += (_, call) => terminal.Call(call);
            }

            var handler = arguments.GetValue(GlobalOptions.Handler) ?? GlobalOptions.InProcess;
            IFunction function = handler == GlobalOptions.InProcess
                ? new InProcessFunction(aws, TimeProvider.System, FunctionTimeout)
                : await StartAsync(aws, handler, cancellationToken);
            return new(file, aws, function, terminal, showsCalls, arguments.GetValue(GlobalOptions.Log));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The emulated AWS as last saved, read-only.</summary>
    /// <exception cref="StateException">The state can't be read.</exception>
    public static LocalAws Read(ParseResult arguments) => new(
        new(OptionsOf(arguments)),
        StateFile.ForReading(arguments.GetValue(GlobalOptions.StateDirectory)!, AccountOf(arguments), arguments.GetValue(GlobalOptions.Region)!));

    /// <summary>Reports the cause of a long wait, until it is disposed.</summary>
    public WaitingNotice TellOfWaiting(string stackName) => new(Aws, stackName, terminal, TimeProvider.System);

    /// <summary>Shows the function's log if the user requested it.</summary>
    public void TellLog(ParseResult arguments)
    {
        foreach (var line in arguments.GetValue(GlobalOptions.Log) ? Function.Log : [])
        {
            terminal.Line(line);
        }
    }

    /// <summary>Writes the advice for a failure to the standard error.</summary>
    /// <param name="stack">The failed stack; null if there is none.</param>
    /// <param name="errors">The terminal to write to.</param>
    public void TellRemedies(Stack? stack, Terminal errors)
    {
        foreach (var remedy in Remedies.Of(Aws, stack, showsLog))
        {
            errors.Error(remedy);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await customResource.DisposeAsync();
        await Function.DisposeAsync();
        Aws.Dispose();
        file.Dispose();
    }

    private static async Task<ProcessFunction> StartAsync(LocalAws aws, string handler, CancellationToken cancellationToken)
    {
        const string Advice = "Make one with `make publish`, or leave --handler out.";
        if (!File.Exists(handler))
        {
            throw new UsageException(Directory.Exists(handler)
                ? $"The handler {handler} is a folder and no executable. {Advice}"
                : $"There is no handler at {handler}. {Advice}");
        }

        try
        {
            return await ProcessFunction.StartAsync(aws, Path.GetFullPath(handler), FunctionTimeout, cancellationToken);
        }
        catch (Win32Exception exception)
        {
            throw new UsageException($"The handler {handler} can't be run as an executable: {new Win32Exception(exception.NativeErrorCode).Message}. {Advice}");
        }
    }

    internal static EmulatedAwsOptions OptionsOf(ParseResult arguments) => new()
    {
        AccountId = AccountOf(arguments),
        Region = arguments.GetValue(GlobalOptions.Region)!,
        OtherAccountIds = arguments.GetValue(GlobalOptions.OtherAccounts)!,
    };

    private static string AccountOf(ParseResult arguments) => arguments.GetValue(GlobalOptions.Account)!;
}
