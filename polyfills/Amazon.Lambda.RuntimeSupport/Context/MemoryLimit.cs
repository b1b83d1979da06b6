using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Tells the garbage collector the function's memory, which the environment's cgroup does not
/// (https://github.com/dotnet/runtime/issues/70601).
/// </summary>
internal static class MemoryLimit
{
    private const string OptOut = "AWS_LAMBDA_DOTNET_DISABLE_MEMORY_LIMIT_CHECK";
    private const ulong Megabyte = 1024 * 1024;

    public static void Apply(LambdaEnvironment environment, LogWriter log)
    {
        if (environment.MemoryLimitInMB <= 0 || LambdaEnvironment.IsTrue(OptOut))
        {
            return;
        }

        var limit = (ulong)environment.MemoryLimitInMB * Megabyte;
        if ((ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < limit)
        {
            // A lower limit that is already set takes precedence.
            return;
        }

        try
        {
            AppContext.SetData("GCHeapHardLimit", limit);
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException exception)
        {
            log.Write(LogLevel.Warning, context: null, "The garbage collector did not take the function's memory as its limit.", exception);
        }
    }
}
