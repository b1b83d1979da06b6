using System.Text.Json;
using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.TestSupport;
using Xunit.Abstractions;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>A recording shows where the emulator responds differently from Amazon ECR.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private const string Create = "CreatePullThroughCacheRule";

    private const string Describe = "DescribePullThroughCacheRules";

    public static TheoryData<string> Recordings => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal), ""];

    private static string Folder => Path.Combine(Repository.Root, "tests", "recordings");

    /// <summary>The empty name stands for "no recording yet", so that this runs before the first one came.</summary>
    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Every_difference_from_a_recording_is_listed_and_is_in_the_list_of_the_known_ones(string file)
    {
        var path = Path.Combine(Folder, file);
        var recording = file.Length == 0 ? Recording() : Replay.Read(await File.ReadAllTextAsync(path));
        IReadOnlyList<string> known = file.Length == 0 ? [] : await KnownDifferences.ReadAsync(path, default);

        var differences = await Replay.DifferencesAsync(recording, default);

        foreach (var difference in differences)
        {
            output.WriteLine($"{file}: {difference}");
        }

        differences.ShouldBe(known, $"{file}: `make replay` writes the list beside the recording");
    }

    [Fact]
    public async Task A_recording_is_accepted_with_its_differences_by_one_command_and_listed_again_by_the_next()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "2026-11-25-us-east-1.json");
        await File.WriteAllTextAsync(file, Recorded(Error(Create, """{"ecrRepositoryPrefix":"x1","upstreamRegistryUrl":"example.com"}""", "UnsupportedUpstreamRegistryException", "Another\\ntext")));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "2026-11-26-us-east-1.json"), Recorded());
        const string Difference = """call 1, a row, CreatePullThroughCacheRule: text "Another text", emulated "The upstream registry URL example.com is invalid. Specify a valid upstream registry URL and try again" """;

        (await ReplayAsync(folder.Path, isAccepted: false)).ShouldBe((false, $"{file}:\n  new    {Difference.TrimEnd()}\n{Path.Combine(folder.Path, "2026-11-26-us-east-1.json")}: the emulator returns the recorded responses.\n"));
        (await ReplayAsync(folder.Path, isAccepted: true)).IsKnown.ShouldBeTrue();

        (await ReplayAsync(file, isAccepted: false)).ShouldBe((true, $"{file}:\n  known  {Difference.TrimEnd()}\n"));
        Directory.GetFiles(folder.Path, "*.txt").ShouldBe([KnownDifferences.FileOf(file)]);
    }

    [Fact]
    public async Task A_known_difference_that_is_gone_is_reported_and_leaves_the_list()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "2026-11-25-us-east-1.json");
        await File.WriteAllTextAsync(file, Recorded());
        await KnownDifferences.WriteAsync(file, ["call 1, a row, something"], default);

        (await ReplayAsync(file, isAccepted: false)).ShouldBe((false, $"{file}: the emulator returns the recorded responses.\n  gone   call 1, a row, something\n"));
        await ReplayAsync(file, isAccepted: true);

        File.Exists(KnownDifferences.FileOf(file)).ShouldBeFalse();
    }

    [Fact]
    public async Task Equal_responses_are_no_difference() => (await Replay.DifferencesAsync(
        Recording(
            Call(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", Created()),
            Call(Describe, """{"ecrRepositoryPrefixes":["quay"]}""", $$"""{"pullThroughCacheRules":[{{Created(more: ",\"updatedAt\":1795641730.2")}}]}""")),
        default)).ShouldBeEmpty();

    [Fact]
    public async Task Another_code_is_a_difference() => (await Replay.DifferencesAsync(
        Recording(Error(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", "ValidationException", "No")), default))
        .ShouldBe(["call 1, a row, CreatePullThroughCacheRule: code ValidationException, emulated success"]);

    [Fact]
    public async Task Another_text_is_a_difference() => (await Replay.DifferencesAsync(
        Recording(Error(Create, """{"ecrRepositoryPrefix":"x1","upstreamRegistryUrl":"example.com"}""", "UnsupportedUpstreamRegistryException", "Another text")), default))
        .ShouldBe(["""call 1, a row, CreatePullThroughCacheRule: text "Another text", emulated "The upstream registry URL example.com is invalid. Specify a valid upstream registry URL and try again" """.TrimEnd()]);

    [Theory]
    [InlineData(",\"upstreamRepositoryPrefix\":\"ROOT\"", "shape: upstreamRepositoryPrefix is \"ROOT\", emulated not there")]
    [InlineData(",\"new\":{\"a\":1}", "shape: new is {\"a\":1}, emulated not there")]
    public async Task Another_member_is_a_difference(string more, string difference) => (await Replay.DifferencesAsync(
        Recording(Call(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", Created(more: more))), default))
        .ShouldBe([$"call 1, a row, CreatePullThroughCacheRule: {difference}"]);

    [Fact]
    public async Task A_missing_member_is_a_difference() => (await Replay.DifferencesAsync(
        Recording(Call(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io","createdAt":1.5,"registryId":"123456789012"}""")), default))
        .ShouldBe(["call 1, a row, CreatePullThroughCacheRule: shape: upstreamRegistry is not there, emulated \"quay\""]);

    [Fact]
    public async Task A_moment_of_another_kind_is_a_difference_and_another_moment_is_none() => (await Replay.DifferencesAsync(
        Recording(Call(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", Created().Replace("1795641730.1", "\"2026-11-25\"", StringComparison.Ordinal))), default))
        .ShouldBe(["call 1, a row, CreatePullThroughCacheRule: shape: createdAt is a String, emulated a Number"]);

    [Fact]
    public async Task What_went_otherwise_a_moment_later_is_no_difference() => (await Replay.DifferencesAsync(
        Recording(
            Error(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", "ThrottlingException", "Slow down"),
            Call(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", Created()),
            Error(Describe, """{"ecrRepositoryPrefixes":["quay"]}""", "PullThroughCacheRuleNotFoundException", "Not yet"),
            Call(Describe, """{"ecrRepositoryPrefixes":["quay"]}""", $$"""{"pullThroughCacheRules":[{{Created(more: ",\"updatedAt\":1795641730.2")}}]}""")),
        default)).ShouldBeEmpty();

    [Fact]
    public async Task A_write_that_can_not_be_done_twice_is_no_passing_failure() => (await Replay.DifferencesAsync(
        Recording(
            Call(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", Created()),
            Error(
                Create,
                """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""",
                "PullThroughCacheRuleAlreadyExistsException",
                "The pull through cache rule with repository prefix 'quay' already exists in the registry with id '123456789012'")),
        default)).ShouldBeEmpty();

    [Fact]
    public async Task What_went_otherwise_after_a_write_is_a_difference() => (await Replay.DifferencesAsync(
        Recording(
            Error(Describe, """{"ecrRepositoryPrefixes":["quay"]}""", "SomethingElse", "Not yet"),
            Call(Create, """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""", Created()),
            Call(Describe, """{"ecrRepositoryPrefixes":["quay"]}""", $$"""{"pullThroughCacheRules":[{{Created(more: ",\"updatedAt\":1795641730.2")}}]}""")),
        default)).ShouldHaveSingleItem().ShouldStartWith("call 1, a row, DescribePullThroughCacheRules: code SomethingElse, emulated PullThroughCacheRuleNotFoundException");

    [Fact]
    public async Task Secrets_are_there_that_the_recording_took() => (await Replay.DifferencesAsync(
        Recording(
            Call(Create, $$"""{"ecrRepositoryPrefix":"hub","upstreamRegistryUrl":"registry-1.docker.io","credentialArn":"{{Secret}}"}""", Hub),
            Call("ValidatePullThroughCacheRule", """{"ecrRepositoryPrefix":"hub"}""", $$"""{"ecrRepositoryPrefix":"hub","registryId":"123456789012","upstreamRegistryUrl":"registry-1.docker.io","credentialArn":"{{Secret}}","isValid":true}""")),
        default)).ShouldBeEmpty();

    /// <summary>A recording shows the state of a secret only through ECR's responses: none of them is a difference because of the secret's name or state.</summary>
    [Theory]
    [InlineData("SecretNotFoundException", "The ARN of the secret specified in the pull through cache rule was not found")]
    [InlineData("UnableToAccessSecretException", $"Amazon ECR is unable to access the secret with ARN '{OddSecret}'")]
    [InlineData("UnableToDecryptSecretValueException", $"Amazon ECR is unable to decrypt the value of the secret with ARN '{OddSecret}'")]
    public async Task A_secret_of_any_name_has_the_state_that_the_recorded_response_shows(string code, string text) => (await Replay.DifferencesAsync(
        Recording(
            Call(Create, Request("hub", OddSecret), Hub.Replace(Secret, OddSecret, StringComparison.Ordinal)),
            Error(Create, Request("hub-2", OddSecret), code, text),
            Call(Create, Request("hub-3", OddSecret), Hub.Replace(Secret, OddSecret, StringComparison.Ordinal).Replace("\"hub\"", "\"hub-3\"", StringComparison.Ordinal))),
        default)).ShouldBeEmpty();

    [Theory]
    [InlineData("The secret could not be found")]
    [InlineData("The secret value must be a JSON object with the keys username and accessToken")]
    [InlineData("Amazon ECR could not access the secret")]
    [InlineData("Amazon ECR could not decrypt the secret value")]
    [InlineData("The upstream registry registry-1.docker.io rejected the credentials in the secret: 401 Unauthorized")]
    public async Task A_secret_whose_validation_fails_is_of_the_kind_that_the_failure_shows(string failure) => (await Replay.DifferencesAsync(
        Recording(Call(Create, Request("hub", Secret), Hub), Call("ValidatePullThroughCacheRule", """{"ecrRepositoryPrefix":"hub"}""", Rejected(failure))), default)).ShouldBeEmpty();

    [Theory]
    [InlineData("\"Words that nobody has told\"")]
    [InlineData("null")]
    public async Task Another_failure_of_a_validation_is_a_difference_of_its_text_alone(string failure) => (await Replay.DifferencesAsync(
        Recording(
            Call(Create, Request("hub", Secret), Hub),
            Call("ValidatePullThroughCacheRule", """{"ecrRepositoryPrefix":"hub"}""", Rejected("?").Replace("\"?\"", failure, StringComparison.Ordinal))),
        default)).ShouldHaveSingleItem().ShouldStartWith($"call 2, a row, ValidatePullThroughCacheRule: shape: failure is {failure}, emulated \"The upstream registry");

    private const string OddSecret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/team_1/what+ever@example-XyZ123";

    private const string Secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/secret-1-AbCdEf";

    private const string Hub = $$"""{"ecrRepositoryPrefix":"hub","upstreamRegistryUrl":"registry-1.docker.io","createdAt":1795641730.1,"registryId":"123456789012","upstreamRegistry":"docker-hub","credentialArn":"{{Secret}}"}""";

    private static string Request(string prefix, string secret) =>
        $$"""{"ecrRepositoryPrefix":"{{prefix}}","upstreamRegistryUrl":"registry-1.docker.io","credentialArn":"{{secret}}"}""";

    private static string Rejected(string failure) =>
        $$"""{"ecrRepositoryPrefix":"hub","registryId":"123456789012","upstreamRegistryUrl":"registry-1.docker.io","credentialArn":"{{Secret}}","isValid":false,"failure":"{{failure}}"}""";

    private static async Task<(bool IsKnown, string Output)> ReplayAsync(string path, bool isAccepted)
    {
        using var written = new StringWriter { NewLine = "\n" };
        return (await ReplayCommand.RunAsync(path, isAccepted, written, default), written.ToString());
    }

    private static string Recorded(params IReadOnlyList<RecordedCall> calls) => JsonSerializer.Serialize(Recording(calls), RecordingJson.Default.Recording);

    private static string Created(string more = "") =>
        $$"""{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io","createdAt":1795641730.1,"registryId":"123456789012","upstreamRegistry":"quay"{{more}}}""";

    private static Recording Recording(params IReadOnlyList<RecordedCall> calls) => new("2026-11-25", "us-east-1", RecordingSource.Aws, calls);

    private static RecordedCall Call(string operation, string request, string response, int status = 200) =>
        new("a row", RecordedCaller.Acceptance, 0, 0, operation, JsonNode.Parse(request), status, JsonNode.Parse(response));

    private static RecordedCall Error(string operation, string request, string code, string text) =>
        Call(operation, request, $$"""{"__type":"com.amazonaws.ecr#{{code}}","message":"{{text}}"}""", 400);
}
