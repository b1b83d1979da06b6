using System.Net;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

public sealed class ErrorTests
{
    public static TheoryData<string, string> ModelledErrors
    {
        get
        {
            string[] always = ["ServerException", "InvalidParameterException", "ValidationException"];
            string[] ofSecrets = ["UnableToAccessSecretException", "SecretNotFoundException", "UnableToDecryptSecretValueException"];
            (string Operation, string[] Errors)[] operations =
            [
                ("CreatePullThroughCacheRule",
                [
                    .. always, .. ofSecrets, "PullThroughCacheRuleAlreadyExistsException", "UnsupportedUpstreamRegistryException",
                    "LimitExceededException",
                ]),
                ("DeletePullThroughCacheRule", [.. always, "PullThroughCacheRuleNotFoundException"]),
                ("DescribePullThroughCacheRules", [.. always, "PullThroughCacheRuleNotFoundException"]),
                ("UpdatePullThroughCacheRule", [.. always, .. ofSecrets, "PullThroughCacheRuleNotFoundException"]),
                ("ValidatePullThroughCacheRule", [.. always, "PullThroughCacheRuleNotFoundException"]),
            ];

            var data = new TheoryData<string, string>();
            foreach (var (operation, errors) in operations)
            {
                foreach (var error in errors)
                {
                    data.Add(operation, error);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ModelledErrors))]
    public async Task An_error_with_a_plain_type_becomes_its_exception(string operation, string error)
    {
        var thrown = await ErrorOfAsync(operation, StatusOf(error), $$"""{ "__type": "{{error}}", "message": "not today" }""");

        ShouldBe(thrown, error, StatusOf(error));
    }

    [Theory]
    [MemberData(nameof(ModelledErrors))]
    public async Task An_error_with_a_namespace_and_a_capital_message_becomes_its_exception(string operation, string error)
    {
        var thrown = await ErrorOfAsync(
            operation, StatusOf(error), $$"""{ "Message": "not today", "__type": "com.amazonaws.ecr#{{error}}" }""");

        ShouldBe(thrown, error, StatusOf(error));
    }

    [Theory]
    [MemberData(nameof(ModelledErrors))]
    public async Task An_error_named_by_a_header_becomes_its_exception(string operation, string error)
    {
        var thrown = await ErrorOfAsync(operation, StatusOf(error), """{ "message": "not today" }""", ("x-amzn-ErrorType", error));

        ShouldBe(thrown, error, StatusOf(error));
    }

    [Fact]
    public async Task A_header_that_names_an_error_may_carry_an_address_too()
    {
        var thrown = await ErrorOfAsync(
            "DeletePullThroughCacheRule",
            HttpStatusCode.BadRequest,
            """{ "message": "not today" }""",
            ("x-amzn-ErrorType", "PullThroughCacheRuleNotFoundException:http://internal.amazon.com/coral/com.amazonaws.ecr/"));

        ShouldBe(thrown, "PullThroughCacheRuleNotFoundException", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_header_names_an_error_that_has_no_body()
    {
        var thrown = await ErrorOfAsync(
            "DeletePullThroughCacheRule", HttpStatusCode.BadRequest, "", ("x-amzn-ErrorType", "PullThroughCacheRuleNotFoundException"));

        thrown.ShouldBeOfType<PullThroughCacheRuleNotFoundException>();
        thrown.ErrorCode.ShouldBe("PullThroughCacheRuleNotFoundException");
    }

    [Fact]
    public async Task An_errors_own_type_and_message_count_and_not_those_within_its_details()
    {
        var thrown = await ErrorOfAsync(
            "DeletePullThroughCacheRule",
            HttpStatusCode.BadRequest,
            """{ "details": { "__type": "Inner", "message": "inner" }, "__type": "ValidationException", "message": "not today" }""");

        ShouldBe(thrown, "ValidationException", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_error_without_a_message_keeps_its_code()
    {
        var thrown = await ErrorOfAsync(
            "DeletePullThroughCacheRule", HttpStatusCode.BadRequest, """{ "__type": "ValidationException", "message": null }""");

        thrown.ShouldBeOfType<ValidationException>();
        thrown.ErrorCode.ShouldBe("ValidationException");
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("UnrecognizedClientException")]
    [InlineData("NotYetKnownException")]
    public async Task An_error_that_is_not_modelled_becomes_AmazonECRException_with_its_code(string error)
    {
        var thrown = await ErrorOfAsync(
            "CreatePullThroughCacheRule", HttpStatusCode.BadRequest, $$"""{ "__type": "{{error}}", "Message": "not today" }""");

        thrown.ShouldBeOfType<AmazonECRException>();
        thrown.ErrorCode.ShouldBe(error);
        thrown.Message.ShouldBe("not today");
        thrown.RequestId.ShouldBe(FakeEcr.RequestId);
    }

    [Fact]
    public async Task An_error_that_only_other_operations_model_becomes_AmazonECRException()
    {
        var thrown = await ErrorOfAsync(
            "DeletePullThroughCacheRule", HttpStatusCode.BadRequest, """{ "__type": "SecretNotFoundException", "message": "no" }""");

        thrown.ShouldBeOfType<AmazonECRException>();
        thrown.ErrorCode.ShouldBe("SecretNotFoundException");
    }

    [Fact]
    public async Task An_error_without_a_body_becomes_AmazonECRException_with_its_status()
    {
        var thrown = await ErrorOfAsync("DescribePullThroughCacheRules", HttpStatusCode.ServiceUnavailable, "");

        thrown.ShouldBeOfType<AmazonECRException>();
        thrown.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        thrown.RequestId.ShouldBe(FakeEcr.RequestId);
    }

    [Theory]
    [InlineData("<html><body>Bad Gateway</body></html>")]
    [InlineData("upstream connect error")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    public async Task An_error_whose_body_is_no_JSON_object_becomes_AmazonECRException_with_its_status(string body)
    {
        var thrown = await ErrorOfAsync("DescribePullThroughCacheRules", HttpStatusCode.BadGateway, body);

        thrown.ShouldBeOfType<AmazonECRException>();
        thrown.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        thrown.RequestId.ShouldBe(FakeEcr.RequestId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{ \"pullThroughCacheRules\": [ nonsense")]
    public async Task A_success_that_is_no_JSON_becomes_AmazonUnmarshallingException(string body)
    {
        using var ecr = FakeEcr.Returning(body);
        using var client = ecr.Client();

        var thrown = await Should.ThrowAsync<AmazonUnmarshallingException>(
            () => client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest()));

        thrown.RequestId.ShouldBe(FakeEcr.RequestId);
    }

    private static HttpStatusCode StatusOf(string error) =>
        error == "ServerException" ? HttpStatusCode.InternalServerError : HttpStatusCode.BadRequest;

    private static async Task<AmazonECRException> ErrorOfAsync(
        string operation, HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        using var ecr = new FakeEcr().ThenReturns(status, body, headers);
        using var client = ecr.Client();

        return await Should.ThrowAsync<AmazonECRException>(() => FakeEcr.CallAsync(client, operation));
    }

    private static void ShouldBe(AmazonECRException thrown, string error, HttpStatusCode status)
    {
        thrown.GetType().FullName.ShouldBe($"Amazon.ECR.Model.{error}");
        thrown.Message.ShouldBe("not today");
        thrown.ErrorCode.ShouldBe(error);
        thrown.RequestId.ShouldBe(FakeEcr.RequestId);
        thrown.StatusCode.ShouldBe(status);
    }
}
