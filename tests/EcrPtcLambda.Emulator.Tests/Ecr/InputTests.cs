using System.Globalization;
using Amazon.ECR.Model;
using EcrPtcLambda.Emulator.Tests.Support;
using static EcrPtcLambda.Emulator.Tests.Support.Given;

namespace EcrPtcLambda.Emulator.Tests.Ecr;

/// <summary>The constraints of members in the model of ECR's API, and those of JSON 1.1 on a request.</summary>
public sealed class InputTests : IDisposable
{
    private const string SecretPrefix = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/";

    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("aa")]
    [InlineData("a1/b2/c3")]
    [InlineData("a1/b2/")]
    [InlineData("a.b_c__d-e---f")]
    [InlineData("ROOT")]
    [InlineData("root")]
    [InlineData("012345678901234567890123456789")]
    public async Task A_prefix_of_the_models_pattern_is_taken(string prefix) =>
        (await CreateAsync(prefix)).EcrRepositoryPrefix.ShouldBe(prefix);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/")]
    [InlineData("0123456789012345678901234567890")]
    [InlineData("Upper")]
    [InlineData("ROOT/")]
    [InlineData("/aa")]
    [InlineData("aa//")]
    [InlineData("aa//bb")]
    [InlineData("-aa")]
    [InlineData("aa-")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a b")]
    [InlineData("aa\n")]
    [InlineData("äa")]
    public async Task Any_other_prefix_returns_InvalidParameterException(string prefix) =>
        await Should.ThrowAsync<InvalidParameterException>(() => CreateAsync(prefix));

    [Theory]
    [InlineData("CreatePullThroughCacheRule")]
    [InlineData("UpdatePullThroughCacheRule")]
    [InlineData("DeletePullThroughCacheRule")]
    [InlineData("ValidatePullThroughCacheRule")]
    public async Task A_missing_prefix_returns_InvalidParameterException(string operation)
    {
        var response = await CallAsync(operation, """{"upstreamRegistryUrl":"quay.io"}""");

        response.ShouldSatisfyAllConditions(
            it => it.Status.ShouldBe(400), it => it.Type.ShouldBe("InvalidParameterException"), it => it.Message.ShouldContain("ecrRepositoryPrefix"));
    }

    [Fact]
    public async Task A_null_prefix_is_a_missing_one() =>
        (await CallAsync("DeletePullThroughCacheRule", """{"ecrRepositoryPrefix":null}""")).Type.ShouldBe("InvalidParameterException");

    [Fact]
    public async Task A_missing_upstream_returns_InvalidParameterException() =>
        (await Should.ThrowAsync<InvalidParameterException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay" })))
            .Message.ShouldContain("upstreamRegistryUrl");

    [Theory]
    [InlineData("a")]
    [InlineData("Library")]
    [InlineData("0123456789012345678901234567890")]
    public async Task An_upstream_prefix_must_be_of_the_models_pattern(string prefix) =>
        await Should.ThrowAsync<InvalidParameterException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io", UpstreamRepositoryPrefix = prefix }));

    [Fact]
    public async Task An_upstream_must_be_one_of_the_models() =>
        await Should.ThrowAsync<InvalidParameterException>(() => bench.Ecr.CreatePullThroughCacheRuleAsync(
            new() { EcrRepositoryPrefix = "quay", UpstreamRegistryUrl = "quay.io", UpstreamRegistry = "nexus" }));

    [Theory]
    [InlineData("")]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("12345678901a")]
    public async Task A_registry_must_be_twelve_digits(string registryId) =>
        await Should.ThrowAsync<InvalidParameterException>(
            () => bench.Ecr.DeletePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "quay", RegistryId = registryId }));

    [Theory]
    [InlineData("cn-north-1", "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:ecr-pullthroughcache/docker")]
    [InlineData("us-gov-west-1", "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:ecr-pullthroughcache/docker")]
    [InlineData("us-east-1", SecretPrefix + "a/b_c+d=e.f@g-h")]
    public async Task A_credential_of_the_models_pattern_is_taken(string region, string arn)
    {
        using var there = new Bench(new() { Region = region });
        there.Aws.Ecr.Put(DockerHub());
        there.Aws.Secrets.Put(arn);

        var response = await there.Ecr.UpdatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "docker-hub", CredentialArn = arn });

        response.CredentialArn.ShouldBe(arn);
    }

    [Theory]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:other/docker-hub-AbCdEf")]
    [InlineData("arn:aws:ssm:us-east-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf")]
    [InlineData(SecretPrefix)]
    [InlineData(SecretPrefix + "docker hub")]
    public async Task Any_other_credential_returns_InvalidParameterException(string arn)
    {
        bench.Aws.Ecr.Put(DockerHub());

        await Should.ThrowAsync<InvalidParameterException>(
            () => bench.Ecr.UpdatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "docker-hub", CredentialArn = arn }));
    }

    [Theory]
    [InlineData(612, true)]
    [InlineData(613, false)]
    public async Task A_credential_has_612_characters_at_most(int length, bool isTaken)
    {
        bench.Aws.Ecr.Put(DockerHub());
        var arn = SecretPrefix.PadRight(length, 'a');
        bench.Aws.Secrets.Put(arn);

        var update = () => bench.Ecr.UpdatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "docker-hub", CredentialArn = arn });

        (await IsTakenAsync(update)).ShouldBe(isTaken);
    }

    // What is of the pattern has 54 characters anyhow.
    [Theory]
    [InlineData(49, "length")]
    [InlineData(50, "regular expression")]
    public async Task A_credential_has_50_characters_at_least(int length, string complaint)
    {
        bench.Aws.Ecr.Put(DockerHub());

        var error = await Should.ThrowAsync<InvalidParameterException>(
            () => bench.Ecr.UpdatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "docker-hub", CredentialArn = new('a', length) }));

        error.Message.ShouldContain(complaint);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public async Task A_role_has_2048_characters_at_most(int length, bool isTaken)
    {
        bench.Aws.Ecr.Put(Private());
        var update = () => bench.Ecr.UpdatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = "base", CustomRoleArn = Role.PadRight(length, 'a') });

        (await IsTakenAsync(update)).ShouldBe(isTaken);
    }

    [Fact]
    public async Task An_empty_list_of_prefixes_returns_InvalidParameterException() =>
        (await CallAsync("DescribePullThroughCacheRules", """{"ecrRepositoryPrefixes":[]}""")).Type.ShouldBe("InvalidParameterException");

    [Theory]
    [InlineData("CreatePullThroughCacheRule", "")]
    [InlineData("CreatePullThroughCacheRule", "nonsense")]
    [InlineData("CreatePullThroughCacheRule", "[]")]
    [InlineData("CreatePullThroughCacheRule", "null")]
    [InlineData("CreatePullThroughCacheRule", """{"ecrRepositoryPrefix":1}""")]
    [InlineData("CreatePullThroughCacheRule", """{"ecrRepositoryPrefix":["quay"]}""")]
    [InlineData("CreatePullThroughCacheRule", """{"ecrRepositoryPrefix":"\ud800"}""")]
    [InlineData("DescribePullThroughCacheRules", """{"ecrRepositoryPrefixes":"quay"}""")]
    [InlineData("DescribePullThroughCacheRules", """{"ecrRepositoryPrefixes":[1]}""")]
    [InlineData("DescribePullThroughCacheRules", """{"maxResults":"1"}""")]
    [InlineData("DescribePullThroughCacheRules", """{"maxResults":1.5}""")]
    [InlineData("DescribePullThroughCacheRules", """{"maxResults":99999999999}""")]
    public async Task A_body_of_another_shape_returns_SerializationException(string operation, string body)
    {
        var response = await CallAsync(operation, body);

        response.ShouldSatisfyAllConditions(it => it.Status.ShouldBe(400), it => it.Type.ShouldBe("SerializationException"));
    }

    [Fact]
    public async Task A_member_that_the_model_doesnt_know_is_passed_over() =>
        (await CallAsync("DescribePullThroughCacheRules", """{"surprise":true}""")).Status.ShouldBe(200);

    [Theory]
    [InlineData("AmazonEC2ContainerRegistry_V20150921.DescribeRepositories")]
    [InlineData("AmazonEC2ContainerRegistry_V20150921.")]
    [InlineData("AmazonEC2ContainerRegistry_V20150921.describePullThroughCacheRules")]
    [InlineData("DynamoDB_20120810.DescribePullThroughCacheRules")]
    [InlineData("DescribePullThroughCacheRules")]
    public async Task Another_target_returns_UnknownOperationException(string target) =>
        (await SendAsync(new("", "{}", bench.Aws.Options) { Target = target })).Type.ShouldBe("UnknownOperationException");

    [Fact]
    public async Task Another_method_returns_UnknownOperationException() =>
        (await SendAsync(new("DescribePullThroughCacheRules", "{}", bench.Aws.Options) { Method = HttpMethod.Put })).Type.ShouldBe("UnknownOperationException");

    [Fact]
    public async Task Timestamps_are_epoch_seconds_with_milliseconds_as_a_fraction()
    {
        var response = await CallAsync("CreatePullThroughCacheRule", """{"ecrRepositoryPrefix":"quay","upstreamRegistryUrl":"quay.io"}""");

        response.Body.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"\"createdAt\":{Now.ToUnixTimeSeconds()}.25"));
    }

    private Task<CreatePullThroughCacheRuleResponse> CreateAsync(string prefix) =>
        bench.Ecr.CreatePullThroughCacheRuleAsync(new() { EcrRepositoryPrefix = prefix, UpstreamRegistryUrl = "quay.io" });

    private Task<RawResponse> CallAsync(string operation, string body) => SendAsync(new(operation, body, bench.Aws.Options));

    private async Task<RawResponse> SendAsync(SignedCall call)
    {
        using var message = call.ToMessage();
        return await RawResponse.OfAsync(bench.Http, message);
    }

    private static async Task<bool> IsTakenAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (InvalidParameterException)
        {
            return false;
        }
    }
}
