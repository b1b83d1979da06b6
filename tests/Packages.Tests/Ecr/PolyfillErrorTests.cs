using Amazon.ECR.Model;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

/// <summary>
/// What the polyfill of AWSSDK.ECR does and the published package does not: given something else than a list, AWSSDK.Core's reader of
/// lists reads items for ever, unless the reader of an item ends it.
/// </summary>
public sealed class PolyfillErrorTests
{
    private const string Rest = """
        "upstreamRegistryUrl":"registry-1.docker.io","upstreamRegistry":"docker-hub","createdAt":1755864000.123,"registryId":"123456789012"},null]}
        """;

    [Theory]
    [InlineData("""{"pullThroughCacheRules":"docker-hub","nextToken":null}""")]
    [InlineData("""{"pullThroughCacheRules":1}""")]
    [InlineData("""{"pullThroughCacheRules":{"a":1}}""")]
    [InlineData("""{"pullThroughCacheRules":["docker-hub"]}""")]
    // Found by fuzzing: a list whose beginning got lost.
    [InlineData($$"""{"pullThroughCacheRules":"docker-hub",{{Rest}}""")]
    [InlineData($$"""{"pullThroughCacheRules":755864000.123,"updatedAt":1.755864000E9,{{Rest}}""")]
    public async Task A_list_of_something_else_than_rules_becomes_AmazonUnmarshallingException(string body)
    {
        using var ecr = FakeEcr.Returning(body);
        using var client = ecr.Client();

        await Should.ThrowAsync<AmazonUnmarshallingException>(
            () => client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest()));
    }
}
