using EcrPtc.Cli.Commands;
using EcrPtc.Cli.Console;

var terminal = new Terminal(Console.Out, Console.Error);
return await CommandLine.Create(terminal, Console.Out).Parse(args).InvokeAsync();
