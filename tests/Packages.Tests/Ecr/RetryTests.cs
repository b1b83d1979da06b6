using System.Net;
using Amazon.ECR;
using Amazon.ECR.Model;

namespace Packages.Tests.Ecr;

public sealed class RetryTests
{
    [Theory]
    [InlineData("ServerException", HttpStatusCode.InternalServerError)]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest)]
    [InlineData("LimitExceededException", HttpStatusCode.BadRequest)]
    public async Task Standard_mode_tries_again_after(string error, HttpStatusCode status)
    {
        using var ecr = Failing(error, status).ThenReturns(HttpStatusCode.OK, """{ "ecrRepositoryPrefix": "quay" }""");
        using var client = Retrying(ecr);

        var response = await client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest());

        response.EcrRepositoryPrefix.ShouldBe("quay");
        ecr.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("ServerException", HttpStatusCode.InternalServerError)]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest)]
    public async Task Standard_mode_gives_up_when_its_attempts_are_used_up(string error, HttpStatusCode status)
    {
        using var ecr = Failing(error, status).ThenReturns(status, $$"""{ "__type": "{{error}}" }""");
        using var client = Retrying(ecr);

        var thrown = await Should.ThrowAsync<AmazonECRException>(
            () => client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest()));

        thrown.ErrorCode.ShouldBe(error);
        ecr.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("ServerException", HttpStatusCode.InternalServerError)]
    [InlineData("ThrottlingException", HttpStatusCode.BadRequest)]
    public async Task A_client_without_retries_does_not_try_again_after(string error, HttpStatusCode status)
    {
        using var ecr = Failing(error, status);
        using var client = ecr.Client();

        await Should.ThrowAsync<AmazonECRException>(
            () => client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest()));

        ecr.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("InvalidParameterException")]
    [InlineData("PullThroughCacheRuleAlreadyExistsException")]
    [InlineData("AccessDeniedException")]
    public async Task Standard_mode_does_not_try_again_after(string error)
    {
        using var ecr = Failing(error, HttpStatusCode.BadRequest);
        using var client = Retrying(ecr);

        await Should.ThrowAsync<AmazonECRException>(
            () => client.CreatePullThroughCacheRuleAsync(new CreatePullThroughCacheRuleRequest()));

        ecr.Requests.ShouldHaveSingleItem();
    }

    private static FakeEcr Failing(string error, HttpStatusCode status) =>
        new FakeEcr().ThenReturns(status, $$"""{ "__type": "{{error}}", "message": "not today" }""");

    private static AmazonECRClient Retrying(FakeEcr ecr)
    {
        var config = ecr.Config();
        config.MaxErrorRetry = 1;
        return FakeEcr.Client(config);
    }
}
