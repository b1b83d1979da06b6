using System.CommandLine;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Local.Display;
using EcrPtcLambda.Local.Functions;
using EcrPtcLambda.Local.Resources;
using EcrPtcLambda.Local.Stacks;
using EcrPtcLambda.Local.State;

namespace EcrPtcLambda.Local.Commands;

/// <summary>What a command works with: the state, the emulated AWS over it, the function, and CloudFormation's engine.</summary>
internal sealed class Session : IAsyncDisposable
{
    // The template's own.
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(120);

    // Lambda waits one minute and two; a reader needn't.
    private static readonly IReadOnlyList<TimeSpan> Redeliveries = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private readonly StateFile file;
    private readonly CustomResource customResource;

    private Session(StateFile file, LocalAws aws, IFunction function, Terminal terminal)
    {
        this.file = file;
        Aws = aws;
        Function = function;
        customResource = new(function, aws.Emulated.Responses, TimeProvider.System, Redeliveries);
        Engine = new(aws, new(aws, customResource), TimeProvider.System, terminal.Event);
    }

    public LocalAws Aws { get; }

    public IFunction Function { get; }

    public StackEngine Engine { get; }

    /// <summary>Opens the state for changes and starts the function.</summary>
    /// <exception cref="StateException">The state can't be had.</exception>
    /// <exception cref="FileNotFoundException">There is no such handler.</exception>
    public static async Task<Session> OpenAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var file = StateFile.Open(arguments.GetValue(GlobalOptions.StateDirectory)!, AccountOf(arguments), arguments.GetValue(GlobalOptions.Region)!);
        try
        {
            var aws = new LocalAws(new(OptionsOf(arguments)), file);
            if (arguments.GetValue(GlobalOptions.Calls))
            {
                aws.Emulated.Journal.Recorded += (_, call) => terminal.Call(call);
            }

            var handler = arguments.GetValue(GlobalOptions.Handler) ?? GlobalOptions.InProcess;
            IFunction function = handler == GlobalOptions.InProcess
                ? new InProcessFunction(aws, TimeProvider.System, FunctionTimeout)
                : File.Exists(handler)
                    ? await ProcessFunction.StartAsync(aws, Path.GetFullPath(handler), FunctionTimeout, cancellationToken)
                    : throw new FileNotFoundException($"There is no handler at {handler}. Make one with `make publish`, or leave --handler out.", handler);
            return new(file, aws, function, terminal);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The emulated AWS as it was saved last, for reading only.</summary>
    /// <exception cref="StateException">The state can't be had.</exception>
    public static LocalAws Read(ParseResult arguments) => new(
        new(OptionsOf(arguments)),
        StateFile.ForReading(arguments.GetValue(GlobalOptions.StateDirectory)!, AccountOf(arguments), arguments.GetValue(GlobalOptions.Region)!));

    public async ValueTask DisposeAsync()
    {
        await customResource.DisposeAsync();
        await Function.DisposeAsync();
        Aws.Dispose();
        file.Dispose();
    }

    internal static EmulatedAwsOptions OptionsOf(ParseResult arguments) => new()
    {
        AccountId = AccountOf(arguments),
        Region = arguments.GetValue(GlobalOptions.Region)!,
        OtherAccountIds = arguments.GetValue(GlobalOptions.OtherAccounts)!,
    };

    private static string AccountOf(ParseResult arguments) => arguments.GetValue(GlobalOptions.Account)!;
}
