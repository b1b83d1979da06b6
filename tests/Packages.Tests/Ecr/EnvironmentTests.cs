using Amazon.ECR.Model;

namespace Packages.Tests.Ecr;

[CollectionDefinition(Name, DisableParallelization = true)]
public static class EcrEnvironment
{
    public const string Name = "ECR environment variables";
}

/// <summary>Variables belong to the whole process, so nothing may run beside these tests.</summary>
[Collection(EcrEnvironment.Name)]
public sealed class EnvironmentTests : IDisposable
{
    private const string OfService = "AWS_ENDPOINT_URL_ECR";
    private const string OfAllServices = "AWS_ENDPOINT_URL";

    private readonly string? ofServiceBefore = Environment.GetEnvironmentVariable(OfService);
    private readonly string? ofAllServicesBefore = Environment.GetEnvironmentVariable(OfAllServices);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(OfService, ofServiceBefore);
        Environment.SetEnvironmentVariable(OfAllServices, ofAllServicesBefore);
    }

    [Theory]
    [InlineData("http://localhost:1", null, "http://localhost:1/")]
    [InlineData(null, "http://localhost:2", "http://localhost:2/")]
    [InlineData("http://localhost:1", "http://localhost:2", "http://localhost:1/")]
    [InlineData(null, null, "https://api.ecr.eu-central-1.amazonaws.com/")]
    public async Task Calls_go_where_the_environment_says_most_specifically(string? ofService, string? ofAllServices, string expected)
    {
        Environment.SetEnvironmentVariable(OfService, ofService);
        Environment.SetEnvironmentVariable(OfAllServices, ofAllServices);
        using var ecr = FakeEcr.Answering("{}");
        var config = ecr.Config();
        config.IgnoreConfiguredEndpointUrls = false;
        using var client = FakeEcr.Client(config);

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        ecr.Requests.ShouldHaveSingleItem().Uri.AbsoluteUri.ShouldBe(expected);
    }

    [Fact]
    public async Task Calls_ignore_the_environment_when_told_to()
    {
        Environment.SetEnvironmentVariable(OfService, "http://localhost:1");
        using var ecr = FakeEcr.Answering("{}");
        using var client = ecr.Client();

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        ecr.Requests.ShouldHaveSingleItem().Uri.Host.ShouldBe("api.ecr.eu-central-1.amazonaws.com");
    }
}
