using System.CommandLine;
using EcrPtcLambda.SamLocal;

// Accepts the command line of `sam local invoke`, for machines without the SAM CLI or a container engine.
var function = new Argument<string>("FUNCTION");
var @event = new Option<FileInfo>("--event", "-e") { Required = true };
var environment = new Option<string?>("--env-vars", "-n");
var region = new Option<string?>("--region");
var invoke = new Command("invoke") { function, @event, environment, region };
invoke.SetAction((arguments, cancellationToken) => LocalInvocation.RunAsync(
    new(arguments.GetRequiredValue(function), arguments.GetRequiredValue(@event).FullName, arguments.GetValue(environment), arguments.GetValue(region)),
    Directory.GetCurrentDirectory(),
    Console.Out,
    cancellationToken));
return await new RootCommand { new Command("local") { invoke } }.Parse(args).InvokeAsync();
