using System.Text.RegularExpressions;
using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.S3;
using EcrPtcLambda.Emulator.SecretsManager;
using EcrPtcLambda.Tests.Support;
using static EcrPtcLambda.Tests.Support.Given;

namespace EcrPtcLambda.Tests.Lifecycle;

/// <summary>Each failure's whole Reason, as the reader of a stack's events sees it, is a file in Reasons/.</summary>
public sealed partial class ReasonFormatterTests : IDisposable
{
    private const string Create = "CreatePullThroughCacheRule";

    private static readonly (string Name, string Value)[] DockerHub =
        [("EcrRepositoryPrefix", "docker-hub"), ("UpstreamRegistry", "docker-hub"), ("CredentialArn", Secret)];

    private readonly World world = new() { SdkRetries = 0 };
    private readonly ThrowingHandler unreachable = new(new HttpRequestException(
        HttpRequestError.SecureConnectionError,
        "The SSL connection could not be established, see inner exception.",
        new System.Security.Authentication.AuthenticationException("the certificate of api.ecr.us-east-1.amazonaws.com was refused: UntrustedRoot")));


    [Theory]
    [InlineData("InvalidParameterException", "Invalid parameter at 'upstreamRegistryUrl' failed to satisfy constraint: 'must not be a relative URL'")]
    [InlineData("ValidationException", "The upstream repository prefix must be ROOT.")]
    [InlineData("UnsupportedUpstreamRegistryException", "The upstream registry 'registry-1.docker.io' is not supported")]
    [InlineData("ExpiredTokenException", "The security token included in the request is expired")]
    [InlineData("SomethingNewException", "Something that no model knows yet.")]
    public async Task Of_an_error_that_ECR_returns(string type, string message)
    {
        world.Aws.Faults.Next(Create, new Fault.Error(type, message), times: 10);

        ShouldRead(type, await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_rule_that_is_there_but_is_not_shown()
    {
        world.Aws.Faults.Next(Create, new Fault.Error("PullThroughCacheRuleAlreadyExistsException", "The pull through cache rule already exists"), times: 10);

        ShouldRead("PullThroughCacheRuleAlreadyExistsException", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_rule_that_vanishes_each_time_it_is_touched()
    {
        await world.CreateAsync(DockerHub);
        world.Aws.Faults.Next("UpdatePullThroughCacheRule", new Fault.Error("PullThroughCacheRuleNotFoundException", "The rule does not exist"), times: 10);

        ShouldRead("PullThroughCacheRuleNotFoundException", await world.UpdateAsync(world.Id("docker-hub"), [.. DockerHub[..2], ("CredentialArn", OtherSecret)]));
    }

    [Fact]
    public async Task Of_a_server_error()
    {
        world.Aws.Faults.Next(Create, new Fault.ServerError());

        ShouldRead("ServerException", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_throttling()
    {
        world.Aws.Faults.Next(Create, new Fault.Throttle(), times: 1000);

        ShouldRead("ThrottlingException", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_full_registry()
    {
        world.Aws.Ecr.Quota = 0;

        ShouldRead("LimitExceededException", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_secret_that_is_not_there()
    {
        world.Aws.Secrets.Remove(Secret);

        ShouldRead("SecretNotFoundException", await world.CreateAsync(DockerHub));
    }

    [Theory]
    [InlineData(SecretState.Unreadable, "UnableToAccessSecretException")]
    [InlineData(SecretState.Undecryptable, "UnableToDecryptSecretValueException")]
    [InlineData(SecretState.BadCredentials, "UpstreamValidationFailed")]
    public async Task Of_a_secret_that_does_not_serve(SecretState state, string name)
    {
        world.Aws.Secrets.Put(Secret, state);

        ShouldRead(name, await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_denied_action()
    {
        world.Aws.Ecr.Deny("ecr:CreatePullThroughCacheRule");

        ShouldRead("AccessDeniedException", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_denied_action_in_another_accounts_registry()
    {
        using var other = new World(otherAccountIds: []) { SdkRetries = 0 };

        ShouldRead("AccessDeniedException-other-account", await other.CreateAsync(("EcrRepositoryPrefix", "quay"), ("UpstreamRegistry", "quay"), ("RegistryId", OtherAccount)));
    }

    [Fact]
    public async Task Of_a_role_that_may_not_be_passed()
    {
        world.Aws.Ecr.Deny("iam:PassRole");

        ShouldRead("AccessDeniedException-PassRole", await world.CreateAsync(
            ("EcrRepositoryPrefix", "base"), ("UpstreamRegistryUrl", $"{OtherAccount}.dkr.ecr.us-east-1.amazonaws.com"), ("CustomRoleArn", Role)));
    }

    [Fact]
    public async Task Of_an_upstream_that_ECR_does_not_support_without_a_credential()
    {
        world.Aws.Faults.Next(Create, new Fault.Error("UnsupportedUpstreamRegistryException", "Words that nobody has told"), times: 10);

        ShouldRead("UnsupportedUpstreamRegistryException-unauthenticated", await world.CreateAsync(("EcrRepositoryPrefix", "quay"), ("UpstreamRegistry", "quay")));
    }

    [Fact]
    public async Task Of_a_credential_that_a_registry_of_an_impossible_name_does_not_take()
    {
        world.Aws.Secrets.Put(Secret, SecretState.BadCredentials);

        ShouldRead("UpstreamValidationFailed-azure", await world.CreateAsync(
            ("EcrRepositoryPrefix", "azure"), ("UpstreamRegistryUrl", "acr.azurecr.io"), ("CredentialArn", Secret)));
    }

    /// <summary>ECR's message is quoted, and the rest of the Reason doesn't depend on it.</summary>
    [Theory]
    [InlineData("InvalidParameterException")]
    [InlineData("ValidationException")]
    [InlineData("PullThroughCacheRuleAlreadyExistsException")]
    [InlineData("UnsupportedUpstreamRegistryException")]
    [InlineData("LimitExceededException")]
    [InlineData("UnableToAccessSecretException")]
    [InlineData("SecretNotFoundException")]
    [InlineData("UnableToDecryptSecretValueException")]
    public async Task No_Reason_depends_on_a_text_of_ECRs(string type)
    {
        string[] texts =
        [
            "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN containing the upstream registry credentials and try again",
            "The upstream registry URL x is invalid. Specify a valid upstream registry URL and try again",
            "Etwas anderes",
        ];
        var reasons = new List<string>();
        foreach (var text in texts)
        {
            using var each = new World { SdkRetries = 0 };
            each.Aws.Faults.Next(Create, new Fault.Error(type, text), times: 1000);
            var reason = (await each.CreateAsync(DockerHub)).Reason!;
            reason.ShouldContain($": {text}. ");
            reasons.Add(RequestId().Replace(reason.Replace(text, "", StringComparison.Ordinal), ""));
        }

        reasons.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Of_a_connection_that_is_reset()
    {
        world.Aws.Faults.Next(Create, new Fault.Reset());

        ShouldRead("Network", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_certificate_that_is_not_trusted()
    {
        world.Connection = new(unreachable, world.Clock, "us-east-1", new Amazon.Runtime.BasicAWSCredentials("AKIDEXAMPLE", "secret"), maxErrorRetry: 0);

        ShouldRead("Tls", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_time_that_runs_out()
    {
        world.Timeout = TimeSpan.FromSeconds(10);
        world.Aws.Faults.Next(Create, new Fault.Delay(TimeSpan.FromMinutes(10)));

        ShouldRead("OutOfTime", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_missing_credentials()
    {
        world.Connection = new(unreachable, world.Clock, _ => throw new EcrPtcLambda.Ecr.MissingCredentialsException("No credentials in the environment", new InvalidOperationException()));

        ShouldRead("MissingCredentials", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_an_environment_that_contradicts_itself()
    {
        world.Connection = new(unreachable, world.Clock, _ => throw new Amazon.Runtime.AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported"));

        ShouldRead("Configuration", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_an_error_of_the_handlers_own()
    {
        using var broken = new ThrowingHandler(new FormatException("A bug"));
        world.Connection = new(broken, world.Clock, "us-east-1", new Amazon.Runtime.BasicAWSCredentials("AKIDEXAMPLE", "secret"), maxErrorRetry: 0);

        ShouldRead("InternalError", await world.CreateAsync(DockerHub));
    }

    [Fact]
    public async Task Of_a_rule_that_could_not_be_cleaned_up()
    {
        world.Aws.Secrets.Put(Secret, SecretState.BadCredentials);
        world.Aws.Faults.Next("DeletePullThroughCacheRule", new Fault.ServerError());

        ShouldRead("NotCleanedUp", await world.CreateAsync(DockerHub));
    }

    public void Dispose()
    {
        world.Dispose();
        unreachable.Dispose();
    }

    private static void ShouldRead(string name, CloudFormationResponse response)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Lifecycle", "Reasons", $"{name}.txt");
        var masked = RequestId().Replace($"{response.PhysicalResourceId}\n{response.Reason}\n", "request id 00000000-0000-0000-0000-000000000000");
        var actual = CreatedAt().Replace(EpochSeconds().Replace(masked, "<since>-<until>"), "<created>");

        response.Status.ShouldBe("FAILED");
        (File.Exists(file) ? File.ReadAllText(file) : "").ShouldBe(actual);
    }

    private sealed class ThrowingHandler(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw exception;
    }

    [GeneratedRegex("request id [0-9a-f-]{36}")]
    private static partial Regex RequestId();

    [GeneratedRegex("(?<=create-unsure:)[0-9]+-[0-9]+")]
    private static partial Regex EpochSeconds();

    [GeneratedRegex("(?<=[a-z]@)[0-9]{10}")]
    private static partial Regex CreatedAt();
}
