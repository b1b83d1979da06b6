using Amazon;
using Amazon.ECR.Endpoints;
using Amazon.ECR.Internal;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Packages.Tests.Ecr;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("us-east-1", false, false, "api.ecr.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "ecr-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "ecr.us-east-1.api.aws")]
    [InlineData("us-east-1", true, true, "ecr-fips.us-east-1.api.aws")]
    [InlineData("us-gov-west-1", false, false, "api.ecr.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", true, false, "ecr-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", false, true, "ecr.us-gov-west-1.api.aws")]
    [InlineData("us-gov-west-1", true, true, "ecr-fips.us-gov-west-1.api.aws")]
    [InlineData("cn-north-1", false, false, "api.ecr.cn-north-1.amazonaws.com.cn")]
    [InlineData("cn-north-1", true, false, "api.ecr-fips.cn-north-1.amazonaws.com.cn")]
    [InlineData("cn-north-1", false, true, "ecr.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("cn-north-1", true, true, "api.ecr-fips.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("us-iso-east-1", false, false, "api.ecr.us-iso-east-1.c2s.ic.gov")]
    [InlineData("us-iso-east-1", true, false, "api.ecr-fips.us-iso-east-1.c2s.ic.gov")]
    [InlineData("us-iso-east-1", false, true, "api.ecr.us-iso-east-1.api.aws.ic.gov")]
    [InlineData("us-iso-east-1", true, true, "api.ecr-fips.us-iso-east-1.api.aws.ic.gov")]
    [InlineData("us-isob-east-1", false, false, "api.ecr.us-isob-east-1.sc2s.sgov.gov")]
    [InlineData("eusc-de-east-1", false, false, "api.ecr.eusc-de-east-1.amazonaws.eu")]
    [InlineData("eusc-de-east-1", true, false, "api.ecr-fips.eusc-de-east-1.amazonaws.eu")]
    [InlineData("eusc-de-east-1", false, true, "api.ecr.eusc-de-east-1.api.amazonwebservices.eu")]
    [InlineData("eusc-de-east-1", true, true, "api.ecr-fips.eusc-de-east-1.api.amazonwebservices.eu")]
    [InlineData("eu-newest-7", false, false, "api.ecr.eu-newest-7.amazonaws.com")]
    public async Task A_region_has_the_endpoint_of_its_partition(string region, bool fips, bool dualStack, string host)
    {
        using var ecr = FakeEcr.Returning("{}");
        var config = ecr.Config();
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.UseFIPSEndpoint = fips;
        config.UseDualstackEndpoint = dualStack;
        using var client = FakeEcr.Client(config);

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        var sent = ecr.Requests.ShouldHaveSingleItem();
        sent.Uri.AbsoluteUri.ShouldBe($"https://{host}/");
        sent.Headers["Authorization"].ShouldContain($"/{region}/ecr/aws4_request");
    }

    [Fact]
    public async Task The_endpoint_that_is_configured_is_the_one_called()
    {
        using var ecr = FakeEcr.Returning("{}");
        var config = ecr.Config();
        config.UseFIPSEndpoint = true;
        config.UseDualstackEndpoint = true;
        using var client = FakeEcr.Client(config);
        var request = new DescribePullThroughCacheRulesRequest();
        var ofConfig = config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request)).URL;
        var ofClient = client.DetermineServiceOperationEndpoint(request).URL;

        await client.DescribePullThroughCacheRulesAsync(request);

        ecr.Requests.ShouldHaveSingleItem().Uri.AbsoluteUri.ShouldBe("https://ecr-fips.eu-central-1.api.aws/");
        new[] { ofConfig, ofClient }.ShouldAllBe(url => url == "https://ecr-fips.eu-central-1.api.aws/");
    }

    [Fact]
    public async Task A_service_URL_is_called_as_it_is_and_signed_for_the_authentication_region()
    {
        using var ecr = FakeEcr.Returning("{}");
        var config = ecr.Config();
        config.ServiceURL = "http://localhost:4566";
        config.AuthenticationRegion = "ap-south-1";
        using var client = FakeEcr.Client(config);

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        var sent = ecr.Requests.ShouldHaveSingleItem();
        sent.Uri.AbsoluteUri.ShouldBe("http://localhost:4566/");
        sent.Headers["Authorization"].ShouldContain("/ap-south-1/ecr/aws4_request");
    }

    [Theory]
    [InlineData(true, false, "FIPS")]
    [InlineData(false, true, "Dualstack")]
    public async Task A_service_URL_excludes_FIPS_and_dual_stack(bool fips, bool dualStack, string named)
    {
        using var ecr = FakeEcr.Returning("{}");
        var config = ecr.Config();
        config.ServiceURL = "http://localhost:4566";
        config.AuthenticationRegion = "eu-central-1";
        config.UseFIPSEndpoint = fips;
        config.UseDualstackEndpoint = dualStack;
        using var client = FakeEcr.Client(config);

        var thrown = await Should.ThrowAsync<AmazonClientException>(
            () => client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest()));

        thrown.Message.ShouldBe($"Invalid Configuration: {named} and custom endpoint are not supported");
        ecr.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void The_provider_needs_a_region_or_an_endpoint()
    {
        var thrown = Should.Throw<AmazonClientException>(
            () => new AmazonECREndpointProvider().ResolveEndpoint(new ECREndpointParameters()));

        thrown.Message.ShouldBe("Invalid Configuration: Missing Region");
    }

    [Theory]
    [InlineData("UseFIPS")]
    [InlineData("UseDualStack")]
    public void The_provider_needs_its_flags(string flag)
    {
        var parameters = new ECREndpointParameters { Region = "eu-central-1", [flag] = null };

        var thrown = Should.Throw<AmazonClientException>(() => new AmazonECREndpointProvider().ResolveEndpoint(parameters));

        thrown.Message.ShouldContain(flag);
    }

    [Fact]
    public async Task A_provider_of_ones_own_is_asked_instead()
    {
        using var ecr = FakeEcr.Returning("{}");
        var config = ecr.Config();
        config.EndpointProvider = new StaticEndpointProvider("https://ecr.example");
        using var client = FakeEcr.Client(config);

        await client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());

        ecr.Requests.ShouldHaveSingleItem().Uri.AbsoluteUri.ShouldBe("https://ecr.example/");
    }
}
