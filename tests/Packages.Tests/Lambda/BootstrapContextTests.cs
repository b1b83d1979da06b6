using System.Globalization;
using System.Net;
using Amazon.Lambda.Core;

namespace Packages.Tests.Lambda;

public sealed class BootstrapContextTests : BootstrapTests
{
    [Fact]
    public async Task The_context_says_what_the_headers_say()
    {
        Api.Invoke(
            "r-1",
            "1",
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:111122223333:function:f"),
            ("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"),
            ("Lambda-Runtime-Aws-Tenant-Id", "blue"));

        var context = await ContextAsync();

        context.AwsRequestId.ShouldBe("r-1");
        context.InvokedFunctionArn.ShouldBe("arn:aws:lambda:eu-west-1:111122223333:function:f");
        context.TraceId.ShouldBe("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1");
        context.TenantId.ShouldBe("blue");
    }

    [Fact]
    public async Task The_context_says_what_the_environment_says()
    {
        Set("AWS_LAMBDA_FUNCTION_NAME", "f");
        Set("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        Set("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256");
        Set("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/f");
        Set("AWS_LAMBDA_LOG_STREAM_NAME", "2026/08/24/[$LATEST]0");
        Api.Invoke("r-1", "1");

        var context = await ContextAsync();

        context.FunctionName.ShouldBe("f");
        context.FunctionVersion.ShouldBe("$LATEST");
        context.MemoryLimitInMB.ShouldBe(256);
        context.LogGroupName.ShouldBe("/aws/lambda/f");
        context.LogStreamName.ShouldBe("2026/08/24/[$LATEST]0");
    }

    [Fact]
    public async Task Header_names_are_read_in_any_case()
    {
        Api.Next(() => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Headers =
            {
                { "lambda-runtime-aws-request-id", "r-1" },
                { "LAMBDA-RUNTIME-INVOKED-FUNCTION-ARN", "arn:f" },
            },
            Content = new StringContent("1"),
        });

        var context = await ContextAsync();

        context.AwsRequestId.ShouldBe("r-1");
        context.InvokedFunctionArn.ShouldBe("arn:f");
    }

    [Fact]
    public async Task Headers_other_than_the_request_id_may_be_missing()
    {
        Api.Invoke("r-1", "1");

        var context = await ContextAsync();

        context.InvokedFunctionArn.ShouldBeNull();
        context.TraceId.ShouldBeNull();
        context.TenantId.ShouldBeNull();
        context.MemoryLimitInMB.ShouldBe(0);
        Api.Response("/r-1/response").ShouldNotBeNull();
    }

    [Fact]
    public async Task Remaining_time_is_what_is_left_until_the_deadline()
    {
        var deadline = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        TimeSpan first = default, second = default;
        Api.Invoke("r-1", "1", ("Lambda-Runtime-Deadline-Ms", deadline));

        await RunAsync((input, context) =>
        {
            first = context.RemainingTime;
            second = context.RemainingTime;
            return Task.FromResult(input);
        });

        first.ShouldBeInRange(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));
        second.ShouldBeLessThanOrEqualTo(first);
    }

    [Fact]
    public async Task Remaining_time_is_negative_past_the_deadline()
    {
        var remaining = TimeSpan.Zero;
        Api.Invoke("r-1", "1", ("Lambda-Runtime-Deadline-Ms", "1000"));

        await RunAsync((input, context) =>
        {
            remaining = context.RemainingTime;
            return Task.FromResult(input);
        });

        remaining.ShouldBeLessThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_trace_header_is_in_the_environment_for_its_own_invocation_only()
    {
        List<string?> seen = [];
        Api.Invoke("r-1", "1", ("Lambda-Runtime-Trace-Id", "Root=1")).Invoke("r-2", "2").Invoke("r-3", "3", ("Lambda-Runtime-Trace-Id", "Root=3"));

        await RunAsync((input, _) =>
        {
            seen.Add(Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            return Task.FromResult(input);
        });

        seen.ShouldBe(["Root=1", null, "Root=3"]);
    }

    [Fact]
    public async Task The_clients_context_and_identity_are_read_from_their_headers()
    {
        Api.Invoke(
            "r-1",
            "1",
            ("Lambda-Runtime-Client-Context", """{"client":{"app_title":"shop","installation_id":"i"},"custom":{"k":"v"},"env":{"make":"m"}}"""),
            ("Lambda-Runtime-Cognito-Identity", """{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}"""));

        var context = await ContextAsync();

        context.ClientContext!.Client!.AppTitle.ShouldBe("shop");
        context.ClientContext.Client.InstallationId.ShouldBe("i");
        context.ClientContext.Custom!["k"].ShouldBe("v");
        context.ClientContext.Environment!["make"].ShouldBe("m");
        context.Identity!.IdentityId.ShouldBe("id");
        context.Identity.IdentityPoolId.ShouldBe("pool");
    }

    private async Task<ILambdaContext> ContextAsync()
    {
        ILambdaContext? seen = null;
        await RunAsync((input, context) =>
        {
            seen = context;
            return Task.FromResult(input);
        });
        return seen.ShouldNotBeNull();
    }
}
