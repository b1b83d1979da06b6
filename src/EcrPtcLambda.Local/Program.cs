using EcrPtcLambda.Local.Commands;
using EcrPtcLambda.Local.Display;

var terminal = new Terminal(Console.Out, Console.Error);
return await CommandLine.Create(terminal, Console.Out).Parse(args).InvokeAsync();
