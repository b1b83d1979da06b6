using System.Net;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

public sealed class ErrorTests
{
    public static TheoryData<string, Type> Modelled => new()
    {
        { "InvalidParameterException", typeof(InvalidParameterException) },
        { "LimitExceededException", typeof(LimitExceededException) },
        { "PullThroughCacheRuleAlreadyExistsException", typeof(PullThroughCacheRuleAlreadyExistsException) },
        { "PullThroughCacheRuleNotFoundException", typeof(PullThroughCacheRuleNotFoundException) },
        { "SecretNotFoundException", typeof(SecretNotFoundException) },
        { "ServerException", typeof(ServerException) },
        { "UnableToAccessSecretException", typeof(UnableToAccessSecretException) },
        { "UnableToDecryptSecretValueException", typeof(UnableToDecryptSecretValueException) },
        { "UnsupportedUpstreamRegistryException", typeof(UnsupportedUpstreamRegistryException) },
        { "ValidationException", typeof(ValidationException) },
    };

    // Which operation models which error: CreatePullThroughCacheRule all but the not-found one, the others fewer.
    [Theory]
    [MemberData(nameof(Modelled))]
    public async Task A_modelled_error_is_its_exception(string name, Type type)
    {
        foreach (var body in (string[])[$$"""{"__type":"{{name}}","message":"why"}""", $$"""{"__type":"com.amazonaws.ecr#{{name}}","message":"why"}""", $$"""{"__type":"{{name}}","Message":"why"}"""])
        {
            using var ecr = new ScriptedEcr(body, name == "ServerException" ? 500 : 400);

            var exception = await FailAsync(ecr, name);

            exception.ShouldBeOfType(type);
            exception.Message.ShouldBe("why");
            exception.ErrorCode.ShouldBe(name);
            exception.RequestId.ShouldBe("f2b1c0de-0000-4000-8000-000000000001");
            exception.StatusCode.ShouldBe(name == "ServerException" ? HttpStatusCode.InternalServerError : HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task The_error_may_be_named_in_a_header_alone()
    {
        using var ecr = new ScriptedEcr("""{"message":"why"}""", 400, null, ("x-amzn-ErrorType", "SecretNotFoundException:http://internal.amazon.com/"));

        (await FailAsync(ecr, "SecretNotFoundException")).ShouldBeOfType<SecretNotFoundException>();
    }

    [Fact]
    public async Task An_error_that_no_model_has_is_told_by_its_code()
    {
        using var ecr = new ScriptedEcr("""{"__type":"AccessDeniedException","message":"User: x is not authorized"}""", 400);

        var exception = (await FailAsync(ecr, "")).ShouldBeOfType<AmazonECRException>();
        exception.ErrorCode.ShouldBe("AccessDeniedException");
        exception.Message.ShouldBe("User: x is not authorized");
    }

    [Theory]
    [InlineData("", 500)]
    [InlineData("", 503)]
    [InlineData("<html><body>Bad gateway</body></html>", 502)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    public async Task An_error_without_a_readable_body_is_an_error_of_the_service(string body, int status)
    {
        using var ecr = new ScriptedEcr(body, status);

        (await FailAsync(ecr, "")).StatusCode.ShouldBe((HttpStatusCode)status);
    }

    [Theory]
    [InlineData("ServerException", 500)]
    [InlineData("ThrottlingException", 400)]
    public async Task What_may_pass_is_tried_again_in_standard_mode(string name, int status)
    {
        using var ecr = new ScriptedEcr($$"""{"__type":"{{name}}","message":"again"}""", status, config =>
        {
            config.RetryMode = RequestRetryMode.Standard;
            config.MaxErrorRetry = 1;
        });

        await FailAsync(ecr, name);

        ecr.Sent.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("ServerException", 500, 0)]
    [InlineData("InvalidParameterException", 400, 3)]
    [InlineData("AccessDeniedException", 400, 3)]
    public async Task What_can_not_pass_or_may_not_be_tried_again_is_not(string name, int status, int retries)
    {
        using var ecr = new ScriptedEcr($$"""{"__type":"{{name}}","message":"no"}""", status, config => config.MaxErrorRetry = retries);

        await FailAsync(ecr, name);

        ecr.Sent.Count.ShouldBe(1);
    }

    private static async Task<AmazonServiceException> FailAsync(ScriptedEcr ecr, string name) => name == "PullThroughCacheRuleNotFoundException"
        ? await Should.ThrowAsync<AmazonServiceException>(() => ecr.Client.DeletePullThroughCacheRuleAsync(new DeletePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub" }))
        : await Should.ThrowAsync<AmazonServiceException>(
            () => ecr.Client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest { EcrRepositoryPrefix = "hub", UpstreamRegistryUrl = "x" }));
}
