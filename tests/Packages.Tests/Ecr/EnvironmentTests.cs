using Amazon;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

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
    private const string Region = "AWS_REGION";

    private readonly Dictionary<string, string?> before = [];

    public EnvironmentTests()
    {
        string[] names = [OfService, OfAllServices, Region, "AWS_DEFAULT_REGION", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"];
        foreach (var name in names)
        {
            Set(name, null);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Forget();
    }

    [Theory]
    [InlineData("http://localhost:1", null, "http://localhost:1/")]
    [InlineData(null, "http://localhost:2", "http://localhost:2/")]
    [InlineData("http://localhost:1", "http://localhost:2", "http://localhost:1/")]
    [InlineData(null, null, "https://api.ecr.eu-central-1.amazonaws.com/")]
    public async Task Calls_go_where_the_environment_says_most_specifically(string? ofService, string? ofAllServices, string expected)
    {
        Set(OfService, ofService);
        Set(OfAllServices, ofAllServices);
        using var ecr = FakeEcr.Returning("{}");
        var config = ecr.Config();
        config.IgnoreConfiguredEndpointUrls = false;
        using var client = FakeEcr.Client(config);

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        ecr.Requests.ShouldHaveSingleItem().Uri.AbsoluteUri.ShouldBe(expected);
    }

    [Fact]
    public async Task Calls_ignore_the_environment_if_configured()
    {
        Set(OfService, "http://localhost:1");
        using var ecr = FakeEcr.Returning("{}");
        using var client = ecr.Client();

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        ecr.Requests.ShouldHaveSingleItem().Uri.Host.ShouldBe("api.ecr.eu-central-1.amazonaws.com");
    }

    [Fact]
    public async Task The_environment_can_disable_its_own_endpoints()
    {
        Set(OfService, "http://localhost:1");
        Set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");

        var sent = await SentAsync(config => config.RegionEndpoint = RegionEndpoint.EUCentral1);

        sent.Uri.Host.ShouldBe("api.ecr.eu-central-1.amazonaws.com");
    }

    [Fact]
    public async Task The_environment_gives_the_Region_to_call_and_to_sign_for()
    {
        Set(Region, "ap-south-1");

        var sent = await SentAsync(_ => { });

        sent.Uri.Host.ShouldBe("api.ecr.ap-south-1.amazonaws.com");
        sent.Headers["Authorization"].ShouldContain("/ap-south-1/ecr/aws4_request");
    }

    [Fact]
    public async Task An_endpoint_and_a_region_of_the_environment_go_together()
    {
        Set(OfService, "http://localhost:1");
        Set(Region, "ap-south-1");

        var sent = await SentAsync(_ => { });

        sent.Uri.AbsoluteUri.ShouldBe("http://localhost:1/");
        sent.Headers["Authorization"].ShouldContain("/ap-south-1/ecr/aws4_request");
    }

    [Fact]
    public async Task A_call_to_an_endpoint_of_the_environment_is_signed_for_the_authentication_region()
    {
        Set(OfService, "http://localhost:1");

        var sent = await SentAsync(config => config.AuthenticationRegion = "ap-south-1");

        sent.Uri.AbsoluteUri.ShouldBe("http://localhost:1/");
        sent.Headers["Authorization"].ShouldContain("/ap-south-1/ecr/aws4_request");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_endpoint_of_the_environment_excludes_FIPS_and_dual_stack(bool fips, bool dualStack)
    {
        Set(OfService, "http://localhost:1");

        await Should.ThrowAsync<AmazonClientException>(() => SentAsync(config =>
        {
            config.AuthenticationRegion = "eu-central-1";
            config.UseFIPSEndpoint = fips;
            config.UseDualstackEndpoint = dualStack;
        }));
    }

    [Fact]
    public void A_client_that_is_given_no_region_takes_that_of_the_environment()
    {
        Set(Region, "ap-south-1");
        using var found = new AmazonECRClient();
        using var given = new AmazonECRClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"));
        using var keys = new AmazonECRClient("AKIDEXAMPLE", "secret");
        using var temporary = new AmazonECRClient("AKIDEXAMPLE", "secret", "token");

        new[] { found, given, keys, temporary }.ShouldAllBe(client => client.Config.RegionEndpoint == RegionEndpoint.APSouth1);
    }

    private static async Task<SentRequest> SentAsync(Action<AmazonECRConfig> configure)
    {
        using var ecr = FakeEcr.Returning("{}");
        var config = new AmazonECRConfig { HttpClientFactory = ecr.Config().HttpClientFactory, MaxErrorRetry = 0 };
        configure(config);
        using var client = FakeEcr.Client(config);
        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());
        return ecr.Requests.ShouldHaveSingleItem();
    }

    // AWSSDK.Core reads endpoint URLs every time, but keeps the first region and the first of its other settings.
    private static void Forget()
    {
        FallbackRegionFactory.Reset();
        FallbackInternalConfigurationFactory.Reset();
    }

    private void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
        Forget();
    }
}
