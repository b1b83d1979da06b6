using System.Text.Json.Nodes;
using EcrPtcLambda.Acceptance.Recordings;
using EcrPtcLambda.TestSupport;

namespace EcrPtcLambda.Acceptance.Tests;

/// <summary>A recording shows where the emulator answers otherwise than Amazon ECR.</summary>
public sealed class ReplayTests
{
    private const string Create = "CreatePullThroughCacheRule";

    private const string Describe = "DescribePullThroughCacheRules";

    public static TheoryData<string> Recordings => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal), ""];

    private static string Folder => Path.Combine(Repository.Root, "tests", "recordings");

    /// <summary>The empty name stands for "no recording yet", so that this runs before the first one came.</summary>
    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task The_emulator_answers_as_every_recording_does(string file)
    {
        var recording = file.Length == 0 ? Recording() : Replay.Read(await File.ReadAllTextAsync(Path.Combine(Folder, file)));

        (await Replay.DifferencesAsync(recording, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_answers_are_no_difference() => (await Replay.DifferencesAsync(
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

    private const string Secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/secret-1-AbCdEf";

    private const string Hub = $$"""{"ecrRepositoryPrefix":"hub","upstreamRegistryUrl":"registry-1.docker.io","createdAt":1795641730.1,"registryId":"123456789012","upstreamRegistry":"docker-hub","credentialArn":"{{Secret}}"}""";

    private static string Created(string more = "") =>
        $$"""{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io","createdAt":1795641730.1,"registryId":"123456789012","upstreamRegistry":"quay"{{more}}}""";

    private static Recording Recording(params IReadOnlyList<RecordedCall> calls) => new("2026-11-25", "us-east-1", RecordingSource.Aws, calls);

    private static RecordedCall Call(string operation, string request, string response, int status = 200) =>
        new("a row", RecordedCaller.Acceptance, 0, 0, operation, JsonNode.Parse(request), status, JsonNode.Parse(response));

    private static RecordedCall Error(string operation, string request, string code, string text) =>
        Call(operation, request, $$"""{"__type":"com.amazonaws.ecr#{{code}}","message":"{{text}}"}""", 400);
}
