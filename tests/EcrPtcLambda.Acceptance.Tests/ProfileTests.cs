using EcrPtcLambda.Emulator;
using EcrPtcLambda.Emulator.Ecr;
using EcrPtcLambda.Emulator.Hosting;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>The credentials of a run. If it can't begin, it reports the reason in one line and exits 2.</summary>
public sealed class ProfileTests : IDisposable
{
    private const string Region = "eu-west-1";

    private static readonly EmulatedAwsOptions Caller = new() { Region = Region, SessionToken = null };

    private readonly TemporaryFolder home = new();

    public ProfileTests()
    {
        Directory.CreateDirectory(Path.Combine(home.Path, ".aws"));
        File.WriteAllText(
            Path.Combine(home.Path, ".aws", "credentials"),
            $"[work]\naws_access_key_id={Caller.AccessKeyId}\naws_secret_access_key={Caller.SecretAccessKey}\n");
        File.WriteAllText(
            Path.Combine(home.Path, ".aws", "config"),
            $"""
            [profile work]
            region={Region}

            [profile sso]
            region={Region}
            sso_start_url=https://example.awsapps.com/start
            sso_region={Region}
            sso_account_id=123456789012
            sso_role_name=Admin

            """);
    }

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_profile_has_the_credentials_and_the_Region()
    {
        using var aws = new EmulatedAws(Caller);
        await using var server = await aws.ListenAsync();
        var then = TimeProvider.System.GetUtcNow().AddHours(-3);
        aws.Ecr.Put(new EmulatedRule(Caller.AccountId, "ptc-acc-0a1b2c/old", "quay.io", "quay", null, null, null, then, then));
        await using var run = Start("--clean", "--profile", "work", "--account", Caller.AccountId, "--endpoint-url", server.Endpoint.ToString());

        (await run.EndAsync()).ShouldBe(0, string.Join('\n', run.Lines));

        aws.Ecr.Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("There is no usable profile nobody in AWS's shared files.", "--region", Region, "--profile", "nobody")]
    [InlineData("Give --region, or set AWS_REGION.")]
    [InlineData("AWS's default chain finds no credentials", "--region", Region)]
    [InlineData("The credentials of the profile sso can't be resolved here", "--profile", "sso")]
    [InlineData("here is no URL of an endpoint.", "--region", Region, "--endpoint-url", "here")]
    [InlineData("docker-hub must be REGISTRY=ARN", "--region", Region, "--secret", "docker-hub")]
    [InlineData("There is no recording at nothing.json.", "--replay", "nothing.json")]
    public async Task A_run_that_can_not_begin_says_why_in_one_line_and_exits_2(string beginning, params string[] arguments)
    {
        await using var run = Start(arguments);

        (await run.EndAsync()).ShouldBe(2, string.Join('\n', run.Lines));

        run.Lines.ShouldHaveSingleItem().ShouldStartWith(beginning);
    }

    [Fact]
    public async Task A_profile_that_signs_in_gets_the_command_that_exports_its_credentials()
    {
        await using var run = Start("--profile", "sso");

        await run.EndAsync();

        run.Lines.ShouldHaveSingleItem().ShouldEndWith("leave --profile out, give --region, and first run: eval \"$(aws configure export-credentials --profile sso --format env)\"");
    }

    private AcceptanceProcess Start(params string[] arguments) => AcceptanceProcess.Start(
        arguments,
        new Dictionary<string, string?>
        {
            ["HOME"] = home.Path,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_REGION"] = null,
            ["AWS_DEFAULT_REGION"] = null,
            ["AWS_ENDPOINT_URL_ECR"] = null,
        });
}
