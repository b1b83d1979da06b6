using System.Globalization;
using EcrPtcLambda.Soak;

if (args is not [var bootstrap, var events, var kills, var seed])
{
    await Console.Error.WriteLineAsync("Usage: EcrPtcLambda.Soak BOOTSTRAP EVENTS KILLS SEED");
    return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

await using var soak = new NativeSoak(bootstrap, Number(seed));
try
{
    await Console.Out.WriteLineAsync(await soak.RunAsync(Number(events), Number(kills), watchMemory: true));
    return 0;
}
catch (InvalidOperationException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
