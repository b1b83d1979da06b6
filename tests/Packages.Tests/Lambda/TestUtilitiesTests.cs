using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;

namespace Packages.Tests.Lambda;

public sealed class TestUtilitiesTests : ProcessWideTests
{
    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public void Every_property_of_the_test_context_can_be_set()
    {
        var logger = new TestLambdaLogger();
        ILambdaContext context = new TestLambdaContext
        {
            AwsRequestId = "r",
            ClientContext = new TestClientContext { Client = new TestClientApplication { AppTitle = "shop" } },
            FunctionName = "f",
            FunctionVersion = "1",
            Identity = new TestCognitoIdentity { IdentityId = "id" },
            InvokedFunctionArn = "arn",
            Logger = logger,
            LogGroupName = "group",
            LogStreamName = "stream",
            MemoryLimitInMB = 128,
            RemainingTime = TimeSpan.FromSeconds(9),
            TraceId = "trace",
            TenantId = "tenant",
        };

        context.AwsRequestId.ShouldBe("r");
        context.ClientContext!.Client!.AppTitle.ShouldBe("shop");
        context.FunctionName.ShouldBe("f");
        context.FunctionVersion.ShouldBe("1");
        context.Identity!.IdentityId.ShouldBe("id");
        context.InvokedFunctionArn.ShouldBe("arn");
        context.Logger.ShouldBeSameAs(logger);
        context.LogGroupName.ShouldBe("group");
        context.LogStreamName.ShouldBe("stream");
        context.MemoryLimitInMB.ShouldBe(128);
        context.RemainingTime.ShouldBe(TimeSpan.FromSeconds(9));
        context.TraceId.ShouldBe("trace");
        context.TenantId.ShouldBe("tenant");
    }

    [Fact]
    public void A_test_context_has_a_logger_from_the_start() =>
        new TestLambdaContext().Logger.ShouldBeOfType<TestLambdaLogger>();

    [Fact]
    public void Lines_are_kept_and_shown()
    {
        var logger = new TestLambdaLogger();

        logger.Log("a");
        logger.LogLine("b");

        logger.Buffer.ToString().ShouldBe($"ab{NewLine}");
        Output.ToString().ShouldBe($"ab{NewLine}");
    }

    [Fact]
    public void A_level_comes_before_its_message()
    {
        var logger = new TestLambdaLogger();

        ((ILambdaLogger)logger).LogWarning("hot");

        logger.Buffer.ToString().ShouldBe($"Warning: hot{NewLine}");
    }

    [Fact]
    public void Arguments_follow_on_lines_of_their_own()
    {
        var logger = new TestLambdaLogger();

        ((ILambdaLogger)logger).LogInformation("{a} and {b}", 1, "two");

        logger.Buffer.ToString().ShouldBe($"Information: {{a}} and {{b}}{NewLine}\t1{NewLine}\ttwo{NewLine}{NewLine}");
    }

    [Fact]
    public void An_exception_follows_its_message()
    {
        var logger = new TestLambdaLogger();

        ((ILambdaLogger)logger).LogError(new NotSupportedException("no"), "failed");

        logger.Buffer.ToString().ShouldStartWith($"Error: failed{NewLine}System.NotSupportedException: no");
    }
}
