using EcrPtc.Cli.Commands;
using EcrPtc.Cli.Console;

return await CommandLine.RunAsync(args, new Terminal(Console.Out, Console.Error));
