using Amazon;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Packages.Tests.Lambda;

namespace Packages.Tests.Ecr;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("us-east-1", false, false, "https://api.ecr.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", false, false, "https://api.ecr.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", false, false, "https://api.ecr.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-iso-east-1", false, false, "https://api.ecr.us-iso-east-1.c2s.ic.gov/")]
    [InlineData("eusc-de-east-1", false, false, "https://api.ecr.eusc-de-east-1.amazonaws.eu/")]
    [InlineData("us-east-1", true, false, "https://ecr-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", true, false, "https://ecr-fips.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-iso-east-1", true, false, "https://api.ecr-fips.us-iso-east-1.c2s.ic.gov/")]
    [InlineData("us-east-1", false, true, "https://ecr.us-east-1.api.aws/")]
    [InlineData("cn-north-1", false, true, "https://ecr.cn-north-1.api.amazonwebservices.com.cn/")]
    [InlineData("us-east-1", true, true, "https://ecr-fips.us-east-1.api.aws/")]
    public async Task A_Region_has_its_endpoint(string region, bool fips, bool dualStack, string endpoint)
    {
        using var ecr = new ScriptedEcr(configure: config =>
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            config.UseFIPSEndpoint = fips;
            config.UseDualstackEndpoint = dualStack;
        });

        await DescribeAsync(ecr);

        ecr.Sent.ShouldHaveSingleItem().Uri.AbsoluteUri.ShouldBe(endpoint);
        ecr.Sent[0].Authorization.ShouldContain($"/{region}/ecr/aws4_request");
    }

    [Fact]
    public async Task A_configured_endpoint_is_used()
    {
        using var ecr = new ScriptedEcr(configure: config =>
        {
            config.ServiceURL = "http://127.0.0.1:9000";
            config.AuthenticationRegion = "us-east-1";
        });

        await DescribeAsync(ecr);

        ecr.Sent.ShouldHaveSingleItem().Uri.AbsoluteUri.ShouldBe("http://127.0.0.1:9000/");
        ecr.Sent[0].Authorization.ShouldContain("/us-east-1/ecr/aws4_request");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_configured_endpoint_with_FIPS_or_dual_stack_is_an_error(bool fips, bool dualStack)
    {
        using var ecr = new ScriptedEcr(configure: config =>
        {
            config.ServiceURL = "http://127.0.0.1:9000";
            config.AuthenticationRegion = "us-east-1";
            config.UseFIPSEndpoint = fips;
            config.UseDualstackEndpoint = dualStack;
        });

        await Should.ThrowAsync<AmazonClientException>(() => DescribeAsync(ecr));
        ecr.Sent.ShouldBeEmpty();
    }

    [Collection(ProcessWide.Name)]
    public sealed class OfTheEnvironment
    {
        [Theory]
        [InlineData("AWS_ENDPOINT_URL_ECR")]
        [InlineData("AWS_ENDPOINT_URL")]
        public async Task An_endpoint_in_the_environment_is_used(string variable)
        {
            Environment.SetEnvironmentVariable(variable, "http://127.0.0.1:9001");
            try
            {
                using var ecr = new ScriptedEcr(configure: config => config.AuthenticationRegion = "eu-west-1");

                await DescribeAsync(ecr);

                ecr.Sent.ShouldHaveSingleItem().Uri.AbsoluteUri.ShouldBe("http://127.0.0.1:9001/");
                ecr.Sent[0].Authorization.ShouldContain("/eu-west-1/ecr/aws4_request");
            }
            finally
            {
                Environment.SetEnvironmentVariable(variable, null);
            }
        }
    }

    private static Task<DescribePullThroughCacheRulesResponse> DescribeAsync(ScriptedEcr ecr) => ecr.Client.DescribePullThroughCacheRulesAsync(new DescribePullThroughCacheRulesRequest());
}
