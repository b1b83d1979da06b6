using Amazon.Lambda.Core;

namespace Packages.Tests.Lambda;

public sealed class LoggerInterfaceTests
{
    [Fact]
    public void A_logger_that_knows_no_levels_still_gets_every_message()
    {
        var lines = new LinesOnly();
        ILambdaLogger logger = lines;

        logger.LogTrace("a");
        logger.LogDebug("b");
        logger.LogInformation("c");
        logger.LogWarning("d");
        logger.LogError("e");
        logger.LogCritical("f");
        logger.Log(LogLevel.Error, "g");
        logger.Log("Error", "h");

        lines.Lines.ShouldBe(["a", "b", "c", "d", "e", "f", "g", "h"]);
    }

    [Theory]
    [InlineData(LogLevel.Trace, 0)]
    [InlineData(LogLevel.Debug, 1)]
    [InlineData(LogLevel.Information, 2)]
    [InlineData(LogLevel.Warning, 3)]
    [InlineData(LogLevel.Error, 4)]
    [InlineData(LogLevel.Critical, 5)]
    public void Levels_have_their_published_numbers(LogLevel level, int number) => ((int)level).ShouldBe(number);

    private sealed class LinesOnly : ILambdaLogger
    {
        public List<string> Lines { get; } = [];

        public void Log(string message) => Lines.Add(message);

        public void LogLine(string message) => Lines.Add(message);
    }
}
