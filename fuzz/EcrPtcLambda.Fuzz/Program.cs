using EcrPtcLambda.Fuzz;
using SharpFuzz;

switch (args)
{
    case ["unpack", var path, var folder]:
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in new FuzzCorpus(path).Read())
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), content);
        }

        return 0;
    case ["add", var path, var prefix, .. var files]:
        new FuzzCorpus(path).Add(prefix, files.Select(File.ReadAllBytes));
        return 0;
    case [var target] when FuzzTargets.Names.Contains(target):
        Fuzz(target);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            $"""
            Usage: EcrPtcLambda.Fuzz {string.Join('|', FuzzTargets.Names)} < INPUT
                   EcrPtcLambda.Fuzz unpack CORPUS.zip FOLDER
                   EcrPtcLambda.Fuzz add CORPUS.zip PREFIX FILE...
            """);
        return 2;
}

// The fuzzer runs the target in a process of its own: an overflow of the stack, or a hang, costs that process alone.
static void Fuzz(string name)
{
    IFuzzTarget? target = null;
    Fuzzer.OutOfProcess.Run(input =>
    {
        // Not earlier: before the first input, instrumented code has nowhere to write to.
        target ??= FuzzTargets.Create(name);
        using var copy = new MemoryStream();
        input.CopyTo(copy);
        target.Feed(copy.ToArray());
    });
    target?.Dispose();
}
