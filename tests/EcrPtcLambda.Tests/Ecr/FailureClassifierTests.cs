using System.Net;
using System.Security.Authentication;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcrPtcLambda.Ecr;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Ecr;

public sealed class FailureClassifierTests
{
    [Theory]
    [InlineData("AccessDeniedException", nameof(FailureKind.AccessDenied))]
    [InlineData("AccessDenied", nameof(FailureKind.AccessDenied))]
    [InlineData("UnauthorizedOperation", nameof(FailureKind.AccessDenied))]
    [InlineData("NotAuthorized", nameof(FailureKind.AccessDenied))]
    [InlineData("Throttling", nameof(FailureKind.Throttled))]
    [InlineData("ThrottlingException", nameof(FailureKind.Throttled))]
    [InlineData("ThrottledException", nameof(FailureKind.Throttled))]
    [InlineData("RequestThrottled", nameof(FailureKind.Throttled))]
    [InlineData("RequestThrottledException", nameof(FailureKind.Throttled))]
    [InlineData("TooManyRequestsException", nameof(FailureKind.Throttled))]
    [InlineData("RequestLimitExceeded", nameof(FailureKind.Throttled))]
    [InlineData("SlowDown", nameof(FailureKind.Throttled))]
    [InlineData("ExpiredToken", nameof(FailureKind.Credentials))]
    [InlineData("ExpiredTokenException", nameof(FailureKind.Credentials))]
    [InlineData("UnrecognizedClientException", nameof(FailureKind.Credentials))]
    [InlineData("InvalidClientTokenId", nameof(FailureKind.Credentials))]
    [InlineData("InvalidSignatureException", nameof(FailureKind.Credentials))]
    [InlineData("SignatureDoesNotMatch", nameof(FailureKind.Credentials))]
    [InlineData("MissingAuthenticationToken", nameof(FailureKind.Credentials))]
    [InlineData("MissingAuthenticationTokenException", nameof(FailureKind.Credentials))]
    [InlineData("IncompleteSignature", nameof(FailureKind.Credentials))]
    [InlineData("IncompleteSignatureException", nameof(FailureKind.Credentials))]
    [InlineData("OptInRequired", nameof(FailureKind.Credentials))]
    [InlineData("ValidationError", nameof(FailureKind.Validation))]
    [InlineData("ValidationException", nameof(FailureKind.Validation))]
    [InlineData("AccessDeniedExceptioN", nameof(FailureKind.Other))]
    [InlineData("ThrottlinG", nameof(FailureKind.Other))]
    [InlineData("", nameof(FailureKind.Other))]
    [InlineData(null, nameof(FailureKind.Other))]
    public void A_common_error_is_told_by_its_code(string? code, string kind) => Kind(Service(code, HttpStatusCode.BadRequest)).ShouldBe(kind);

    [Theory]
    [InlineData(429, nameof(FailureKind.Throttled))]
    [InlineData(403, nameof(FailureKind.AccessDenied))]
    [InlineData(500, nameof(FailureKind.ServerError))]
    [InlineData(503, nameof(FailureKind.ServerError))]
    [InlineData(499, nameof(FailureKind.Other))]
    [InlineData(404, nameof(FailureKind.Other))]
    public void An_unknown_code_is_told_by_its_status(int status, string kind) => Kind(Service("SomethingNew", (HttpStatusCode)status)).ShouldBe(kind);

    [Fact]
    public void Every_error_of_ECRs_own_is_told_by_its_type() => new Exception[]
    {
        new ServerException("m"), new InvalidParameterException("m"), new ValidationException("m"), new PullThroughCacheRuleAlreadyExistsException("m"),
        new UnsupportedUpstreamRegistryException("m"), new LimitExceededException("m"), new UnableToAccessSecretException("m"),
        new SecretNotFoundException("m"), new UnableToDecryptSecretValueException("m"), new PullThroughCacheRuleNotFoundException("m"),
    }.Select(Kind).ShouldBe(
    [
        nameof(FailureKind.ServerError), nameof(FailureKind.InvalidParameter), nameof(FailureKind.Validation), nameof(FailureKind.AlreadyExists),
        nameof(FailureKind.UnsupportedUpstreamRegistry), nameof(FailureKind.LimitExceeded), nameof(FailureKind.UnableToAccessSecret),
        nameof(FailureKind.SecretNotFound), nameof(FailureKind.UnableToDecryptSecretValue), nameof(FailureKind.NotFound),
    ]);

    [Fact]
    public void What_the_network_throws_is_told_by_its_cause() => new Exception[]
    {
        new HttpRequestException("m"), new IOException("m"), new OperationCanceledException("m"), new AuthenticationException("m"),
        new AmazonClientException("m", new IOException("m")), new AmazonClientException("m", new OperationCanceledException("m")), new HttpRequestException("m", new AuthenticationException("m")),
    }.Select(Kind).ShouldBe(
    [
        nameof(FailureKind.Network), nameof(FailureKind.Network), nameof(FailureKind.Network), nameof(FailureKind.Tls),
        nameof(FailureKind.Network), nameof(FailureKind.Network), nameof(FailureKind.Tls),
    ]);

    [Fact]
    public void What_the_SDK_throws_before_it_calls_is_about_its_configuration() =>
        Kind(new AmazonClientException("m")).ShouldBe(nameof(FailureKind.Configuration));

    [Fact]
    public void Credentials_that_are_missing_are_about_credentials() =>
        Kind(new MissingCredentialsException("m", new InvalidOperationException())).ShouldBe(nameof(FailureKind.Credentials));

    [Fact]
    public void Anything_else_is_a_fault_of_the_function() => Kind(new FormatException("m")).ShouldBe(nameof(FailureKind.Internal));

    [Fact]
    public void A_cancellation_means_out_of_time_only_where_time_is_out() =>
        FailureClassifier.Classify("Op", new OperationCanceledException("m"), outOfTime: true, mayHaveTakenEffect: false)
            .ShouldBe(new EcrFailure(FailureKind.OutOfTime, "Op", nameof(OperationCanceledException), "the time of this invocation ran out"));

    [Fact]
    public void A_failure_of_the_network_has_its_innermost_message() =>
        FailureClassifier.Classify("Op", new HttpRequestException("outer", new IOException("Connection reset. ")), outOfTime: true, mayHaveTakenEffect: false)
            .ShouldBe(new EcrFailure(FailureKind.Network, "Op", nameof(HttpRequestException), "Connection reset"));

    [Fact]
    public void ECRs_code_message_and_request_id_are_kept() =>
        FailureClassifier.Classify("Op", Service("SlowDown", HttpStatusCode.BadRequest), outOfTime: false, mayHaveTakenEffect: false)
            .ShouldBe(new EcrFailure(FailureKind.Throttled, "Op", "SlowDown", "words of ECR's", "request"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_code_or_request_id_is_left_out(string? nothing)
    {
        var failure = FailureClassifier.Classify(
            "Op", new AmazonECRException("m", ErrorType.Sender, nothing!, nothing!, HttpStatusCode.BadRequest), outOfTime: false, mayHaveTakenEffect: false);

        failure.ExceptionName.ShouldBe(nameof(AmazonECRException));
        failure.RequestId.ShouldBeNull();
    }

    [Fact]
    public void A_denial_that_names_neither_action_nor_role_names_the_call_and_the_functions_role() =>
        Reason("no").ShouldContain("Allow ecr:Op in the policy of the function's role.");

    [Fact]
    public void A_denial_in_IAMs_words_names_action_and_role() =>
        Reason("User: arn:aws:sts::123456789012:assumed-role/deployer/session is not authorized to perform: ecr:Create on resource: x")
            .ShouldContain("Allow ecr:Create in the policy of the role deployer.");

    private static string Reason(string message) =>
        FailureReason.Of(new(FailureKind.AccessDenied, "Op", "AccessDenied", message), new(Account, "ab"), Home, aftermath: null);

    private static string Kind(Exception exception) => FailureClassifier.Classify("Op", exception, outOfTime: false, mayHaveTakenEffect: false).Kind.ToString();

    private static AmazonECRException Service(string? code, HttpStatusCode status) => new("words of ECR's.", ErrorType.Sender, code!, "request", status);
}
