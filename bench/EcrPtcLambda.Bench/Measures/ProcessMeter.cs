using System.Globalization;
using System.Runtime.InteropServices;

namespace EcrPtcLambda.Bench.Measures;

/// <summary>Reads Linux's measurements of a running process.</summary>
internal static partial class ProcessMeter
{
    /// <summary>
    /// Returns the user and system time of all threads in nanoseconds. <c>/proc</c> has it in hundredths of a second only.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public static TimeSpan ProcessorTime(int processId) =>
        FindClock(processId, out var clock) == 0 && ReadClock(clock, out var time) == 0
            ? TimeSpan.FromSeconds((long)time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : throw new InvalidOperationException("The process has ended.");

    /// <summary>Returns the peak resident memory in bytes.</summary>
    public static long PeakBytes(int processId) => Status(processId, "VmHWM:");

    /// <summary>Returns the resident memory in bytes.</summary>
    public static long ResidentBytes(int processId) => Status(processId, "VmRSS:");

    private static long Status(int processId, string name) => 1024 * long.Parse(
        File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/status")
            .Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FindClock(int processId, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadClock(int clock, out Time time);

    // struct timespec on 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
