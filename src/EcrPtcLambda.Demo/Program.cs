using EcrPtcLambda.Demo;
using EcrPtcLambda.Emulator;

if (args is not [var executable] || !File.Exists(executable))
{
    await Console.Error.WriteLineAsync("usage: EcrPtcLambda.Demo PATH-OF-BOOTSTRAP   (make demo does this)");
    return 2;
}

using var aws = new EmulatedAws();
await using var server = await aws.ListenAsync();
await using var sandbox = LambdaSandbox.Start(executable, server, new Dictionary<string, string?> { ["AWS_LAMBDA_LOG_LEVEL"] = "INFO" });
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
return await new StackLife(aws, server, sandbox, Console.Out).PlayAsync(limit.Token) ? 0 : 1;
