using System.Net;
using System.Security.Authentication;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcrPtcLambda.Ecr;
using EcrPtcLambda.Lifecycle;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Ecr;

public sealed class EcrErrorMapperTests
{
    [Theory]
    [InlineData("AccessDeniedException", nameof(EcrErrorKind.AccessDenied))]
    [InlineData("AccessDenied", nameof(EcrErrorKind.AccessDenied))]
    [InlineData("UnauthorizedOperation", nameof(EcrErrorKind.AccessDenied))]
    [InlineData("NotAuthorized", nameof(EcrErrorKind.AccessDenied))]
    [InlineData("Throttling", nameof(EcrErrorKind.Throttled))]
    [InlineData("ThrottlingException", nameof(EcrErrorKind.Throttled))]
    [InlineData("ThrottledException", nameof(EcrErrorKind.Throttled))]
    [InlineData("RequestThrottled", nameof(EcrErrorKind.Throttled))]
    [InlineData("RequestThrottledException", nameof(EcrErrorKind.Throttled))]
    [InlineData("TooManyRequestsException", nameof(EcrErrorKind.Throttled))]
    [InlineData("RequestLimitExceeded", nameof(EcrErrorKind.Throttled))]
    [InlineData("SlowDown", nameof(EcrErrorKind.Throttled))]
    [InlineData("ExpiredToken", nameof(EcrErrorKind.Credentials))]
    [InlineData("ExpiredTokenException", nameof(EcrErrorKind.Credentials))]
    [InlineData("UnrecognizedClientException", nameof(EcrErrorKind.Credentials))]
    [InlineData("InvalidClientTokenId", nameof(EcrErrorKind.Credentials))]
    [InlineData("InvalidSignatureException", nameof(EcrErrorKind.Credentials))]
    [InlineData("SignatureDoesNotMatch", nameof(EcrErrorKind.Credentials))]
    [InlineData("MissingAuthenticationToken", nameof(EcrErrorKind.Credentials))]
    [InlineData("MissingAuthenticationTokenException", nameof(EcrErrorKind.Credentials))]
    [InlineData("IncompleteSignature", nameof(EcrErrorKind.Credentials))]
    [InlineData("IncompleteSignatureException", nameof(EcrErrorKind.Credentials))]
    [InlineData("OptInRequired", nameof(EcrErrorKind.Credentials))]
    [InlineData("ValidationError", nameof(EcrErrorKind.Validation))]
    [InlineData("ValidationException", nameof(EcrErrorKind.Validation))]
    [InlineData("AccessDeniedExceptioN", nameof(EcrErrorKind.Other))]
    [InlineData("ThrottlinG", nameof(EcrErrorKind.Other))]
    [InlineData("", nameof(EcrErrorKind.Other))]
    [InlineData(null, nameof(EcrErrorKind.Other))]
    public void A_common_error_is_identified_by_its_code(string? code, string kind) => Kind(Service(code, HttpStatusCode.BadRequest)).ShouldBe(kind);

    [Theory]
    [InlineData(429, nameof(EcrErrorKind.Throttled))]
    [InlineData(403, nameof(EcrErrorKind.AccessDenied))]
    [InlineData(500, nameof(EcrErrorKind.ServerError))]
    [InlineData(503, nameof(EcrErrorKind.ServerError))]
    [InlineData(499, nameof(EcrErrorKind.Other))]
    [InlineData(404, nameof(EcrErrorKind.Other))]
    public void An_unknown_code_is_identified_by_its_status(int status, string kind) => Kind(Service("SomethingNew", (HttpStatusCode)status)).ShouldBe(kind);

    [Fact]
    public void Every_ECR_error_is_identified_by_its_type() => new Exception[]
    {
        new ServerException("m"), new InvalidParameterException("m"), new ValidationException("m"), new PullThroughCacheRuleAlreadyExistsException("m"),
        new UnsupportedUpstreamRegistryException("m"), new LimitExceededException("m"), new UnableToAccessSecretException("m"),
        new SecretNotFoundException("m"), new UnableToDecryptSecretValueException("m"), new PullThroughCacheRuleNotFoundException("m"),
    }.Select(Kind).ShouldBe(
    [
        nameof(EcrErrorKind.ServerError), nameof(EcrErrorKind.InvalidParameter), nameof(EcrErrorKind.Validation), nameof(EcrErrorKind.AlreadyExists),
        nameof(EcrErrorKind.UnsupportedUpstreamRegistry), nameof(EcrErrorKind.LimitExceeded), nameof(EcrErrorKind.UnableToAccessSecret),
        nameof(EcrErrorKind.SecretNotFound), nameof(EcrErrorKind.UnableToDecryptSecretValue), nameof(EcrErrorKind.NotFound),
    ]);

    [Fact]
    public void A_network_exception_is_identified_by_its_cause() => new Exception[]
    {
        new HttpRequestException("m"), new IOException("m"), new OperationCanceledException("m"), new AuthenticationException("m"),
        new AmazonClientException("m", new IOException("m")), new AmazonClientException("m", new OperationCanceledException("m")),
        new HttpRequestException("m", new AuthenticationException("m")),
    }.Select(Kind).ShouldBe(
    [
        nameof(EcrErrorKind.Network), nameof(EcrErrorKind.Network), nameof(EcrErrorKind.Network), nameof(EcrErrorKind.Tls),
        nameof(EcrErrorKind.Network), nameof(EcrErrorKind.Network), nameof(EcrErrorKind.Tls),
    ]);

    [Fact]
    public void What_the_SDK_throws_before_it_calls_is_about_its_configuration() =>
        Kind(new AmazonClientException("m")).ShouldBe(nameof(EcrErrorKind.Configuration));

    [Fact]
    public void Credentials_that_are_missing_are_about_credentials() =>
        Kind(new MissingCredentialsException("m", new InvalidOperationException())).ShouldBe(nameof(EcrErrorKind.Credentials));

    [Fact]
    public void Anything_else_is_a_fault_of_the_function() => Kind(new FormatException("m")).ShouldBe(nameof(EcrErrorKind.Internal));

    [Fact]
    public void A_cancellation_means_out_of_time_only_where_time_is_out() =>
        EcrErrorMapper.Map(EcrOperation.CreatePullThroughCacheRule, new OperationCanceledException("m"), outOfTime: true, mayHaveTakenEffect: false)
            .ShouldBe(new EcrError(EcrErrorKind.OutOfTime, EcrOperation.CreatePullThroughCacheRule, nameof(OperationCanceledException), "the time of this invocation ran out"));

    [Fact]
    public void A_failure_of_the_network_has_its_innermost_message() =>
        EcrErrorMapper.Map(EcrOperation.CreatePullThroughCacheRule, new HttpRequestException("outer", new IOException("Connection reset. ")), outOfTime: true, mayHaveTakenEffect: false)
            .ShouldBe(new EcrError(EcrErrorKind.Network, EcrOperation.CreatePullThroughCacheRule, nameof(HttpRequestException), "Connection reset"));

    [Fact]
    public void ECRs_code_message_and_request_id_are_kept() =>
        EcrErrorMapper.Map(EcrOperation.CreatePullThroughCacheRule, Service("SlowDown", HttpStatusCode.BadRequest), outOfTime: false, mayHaveTakenEffect: false)
            .ShouldBe(new EcrError(EcrErrorKind.Throttled, EcrOperation.CreatePullThroughCacheRule, "SlowDown", "words of ECR's", "request"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_code_or_request_id_is_left_out(string? nothing)
    {
        var error = EcrErrorMapper.Map(
            EcrOperation.CreatePullThroughCacheRule, new AmazonECRException("m", ErrorType.Sender, nothing!, nothing!, HttpStatusCode.BadRequest),
            outOfTime: false, mayHaveTakenEffect: false);

        error.ExceptionName.ShouldBe(nameof(AmazonECRException));
        error.RequestId.ShouldBeNull();
    }

    [Fact]
    public void A_denial_in_the_format_that_IAM_documents_names_action_and_role() =>
        Reason("User: arn:aws:sts::123456789012:assumed-role/deployer/session is not authorized to perform: ecr:Create on resource: x")
            .ShouldContain("Allow ecr:Create in the policy of the role deployer.");

    [Theory]
    [InlineData("no")]
    [InlineData("Zugriff verweigert")]
    [InlineData("not authorized to perform:")]
    public void A_denial_in_any_other_format_names_the_actions_of_the_operation_and_the_functions_role(string message) =>
        Reason(message).ShouldContain(
            $"{message}. Allow ecr:CreatePullThroughCacheRule, or the other action that Amazon ECR names (iam:PassRole, iam:CreateServiceLinkedRole, secretsmanager:GetSecretValue), in the policy of the function's role.");

    [Fact]
    public void A_denial_in_any_other_format_for_the_registry_of_another_account_names_the_registry_policy_too() =>
        ReasonFormatter.Format(new(EcrErrorKind.AccessDenied, EcrOperation.DeletePullThroughCacheRule, "AccessDenied", "no"), new("999999999999", "ab"), Context, aftermath: null)
            .ShouldContain("Allow ecr:DeletePullThroughCacheRule in the policy of the function's role, and in the registry policy of account 999999999999");

    [Theory]
    [InlineData(nameof(EcrOperation.UpdatePullThroughCacheRule), "Allow ecr:UpdatePullThroughCacheRule, or the other action that Amazon ECR names (iam:PassRole, secretsmanager:GetSecretValue), in the policy")]
    [InlineData(nameof(EcrOperation.DescribePullThroughCacheRules), "Allow ecr:DescribePullThroughCacheRules in the policy")]
    [InlineData(nameof(EcrOperation.ValidatePullThroughCacheRule), "Allow ecr:ValidatePullThroughCacheRule in the policy")]
    [InlineData(nameof(EcrOperation.DeletePullThroughCacheRule), "Allow ecr:DeletePullThroughCacheRule in the policy")]
    public void The_remedy_of_a_denial_names_other_actions_only_for_an_operation_that_needs_them(string operation, string remedy) =>
        Reason("no", Enum.Parse<EcrOperation>(operation)).ShouldContain($"no. {remedy} of the function's role.");

    [Theory]
    [InlineData("cn-north-1", true)]
    [InlineData("cn-northwest-1", true)]
    [InlineData("us-gov-east-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("eusc-de-east-1", false)]
    [InlineData("us-iso-east-1", false)]
    [InlineData("us-east-1", false)]
    public void Whatever_ECR_returns_for_a_Create_in_a_Region_without_rules_the_Reason_names_the_Region(string region, bool isWithoutRules)
    {
        const string Sentence = "AWS documents that pull through cache rules can't be created in ";
        foreach (var kind in new[] { EcrErrorKind.UnsupportedUpstreamRegistry, EcrErrorKind.UnauthenticatedUpstreamRegistry, EcrErrorKind.Other, EcrErrorKind.AccessDenied })
        {
            ReasonIn(region, new(kind, EcrOperation.CreatePullThroughCacheRule, "Something", "no", RequestId: "request"))
                .Contains($" {Sentence}{region}. (ECR Something", StringComparison.Ordinal).ShouldBe(isWithoutRules);
        }

        ReasonIn(region, new(EcrErrorKind.Network, EcrOperation.CreatePullThroughCacheRule, "Something", "no")).ShouldNotContain(Sentence);
        ReasonIn(region, new(EcrErrorKind.NotFound, EcrOperation.UpdatePullThroughCacheRule, "Something", "no", RequestId: "request")).ShouldNotContain(Sentence);
    }

    [Fact]
    public void An_error_outside_of_any_call_is_that_of_the_operation() =>
        ReasonFormatter.Format(new(EcrErrorKind.Internal, EcrOperation.None, nameof(FormatException), "A bug"), new(Account, "ab"), Context, aftermath: null)
            .ShouldStartWith("The operation failed for the rule ab in registry 123456789012: A bug.");

    private static string Reason(string message, EcrOperation operation = EcrOperation.CreatePullThroughCacheRule) =>
        ReasonFormatter.Format(new(EcrErrorKind.AccessDenied, operation, "AccessDenied", message), new(Account, "ab"), Context, aftermath: null);

    private static string ReasonIn(string region, EcrError error) => ReasonFormatter.Format(error, new(Account, "ab"), Context with { Region = region }, aftermath: null);

    private static string Kind(Exception exception) =>
        EcrErrorMapper.Map(EcrOperation.CreatePullThroughCacheRule, exception, outOfTime: false, mayHaveTakenEffect: false).Kind.ToString();

    private static AmazonECRException Service(string? code, HttpStatusCode status) => new("words of ECR's.", ErrorType.Sender, code!, "request", status);
}
