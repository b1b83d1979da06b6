using EcrPtcLambda.Fuzz;
using SharpFuzz;

if (args is not [var name] || !FuzzTargets.Names.Contains(name))
{
    await Console.Error.WriteLineAsync($"Usage: EcrPtcLambda.Fuzz {string.Join('|', FuzzTargets.Names)} < INPUT");
    return 2;
}

// A process of its own under the fuzzer: what overflows the stack, or has to be killed, costs that process alone.
IFuzzTarget? target = null;
Fuzzer.OutOfProcess.Run(input =>
{
    // Made no sooner: before, instrumented code has nowhere to write to.
    target ??= FuzzTargets.Create(name);
    using var copy = new MemoryStream();
    input.CopyTo(copy);
    target.Feed(copy.ToArray());
});
target?.Dispose();
return 0;
