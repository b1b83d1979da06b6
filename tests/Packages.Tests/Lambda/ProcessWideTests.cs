namespace Packages.Tests.Lambda;

/// <summary>Starts each test from an environment without Lambda and puts everything back after it.</summary>
[Collection(ProcessWide.Name)]
public abstract class ProcessWideTests : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];
    private readonly Action _restoreConsole = RestoringConsole();

    protected ProcessWideTests()
    {
        // The test process must keep its heap.
        Set("AWS_LAMBDA_DOTNET_DISABLE_MEMORY_LIMIT_CHECK", "true");
        foreach (var name in new[]
        {
            "AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL",
            "AWS_LAMBDA_HANDLER_LOG_FORMAT", "AWS_LAMBDA_HANDLER_LOG_LEVEL", "AWS_LAMBDA_DOTNET_DEBUG_RUN_ONCE",
            "AWS_LAMBDA_MAX_CONCURRENCY", "_X_AMZN_TRACE_ID",
        })
        {
            Set(name, null);
        }

        Console.SetOut(Output);
        Console.SetError(Output);
    }

    /// <summary>All that is written to the console during the test.</summary>
    protected StringWriter Output { get; } = new();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    protected virtual void Dispose(bool disposing)
    {
        _restoreConsole();
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Output.Dispose();
    }

    private static Action RestoringConsole()
    {
        var (output, error) = (Console.Out, Console.Error);
        return () =>
        {
            Console.SetOut(output);
            Console.SetError(error);
        };
    }
}
