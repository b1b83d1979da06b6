using System.Globalization;
using System.Runtime.InteropServices;

namespace EcrPtcLambda.Bench.Reports;

/// <summary>The machine on which the run was measured.</summary>
/// <param name="Processor">The processor's model.</param>
/// <param name="Cores">The number of cores available to the run.</param>
/// <param name="MemoryBytes">The machine's memory.</param>
/// <param name="Kernel">Linux's version.</param>
/// <param name="Distribution">The distribution's name and version.</param>
/// <param name="Load">The load average of the minute before the run.</param>
internal sealed record Machine(string Processor, int Cores, long MemoryBytes, string Kernel, string Distribution, string Load)
{
    /// <summary>Reads the properties of this machine.</summary>
    public static Machine Read() => new(
        Value("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Environment.OSVersion.Version.ToString(3),
        Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? "Linux",
        File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    /// <summary>Returns a description in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryBytes >> 30} GiB, {Distribution}, Linux {Kernel}, load average before the run {Load}");

    private static string? Value(string path, string name, char separator) => File.ReadLines(path)
        .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? line.Split(separator, 2)[1].Trim() : null;
}
