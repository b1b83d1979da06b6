using Amazon;
using Amazon.ECR;
using Amazon.Runtime;

namespace Packages.Tests.Ecr;

public sealed class ConfigTests
{
    [Fact]
    public void The_configuration_names_the_service()
    {
        var config = new AmazonECRConfig();

        AmazonECRConfig.ServiceId.ShouldBe("ECR");
        ((ClientConfig)config).ServiceId.ShouldBe("ECR");
        config.AuthenticationServiceName.ShouldBe("ecr");
        config.RegionEndpointServiceName.ShouldBe("api.ecr");
        config.ServiceVersion.ShouldBe("2015-09-21");
        config.UserAgent.ShouldMatch(@"^aws-sdk-dotnet-coreclr/4\.\d+\.\d+\.\d+ .* api/ECR#4\.\d+\.\d+\.\d+$");
    }

    [Fact]
    public void The_defaults_modes_differ_in_the_time_to_connect_in()
    {
        AmazonECRDefaultConfiguration.GetAllConfigurations()
            .Select(mode => (mode.Name, mode.ConnectTimeout?.TotalMilliseconds, mode.RetryMode))
            .ShouldBe(
            [
                (DefaultConfigurationMode.Standard, 3100, RequestRetryMode.Standard),
                (DefaultConfigurationMode.InRegion, 1100, RequestRetryMode.Standard),
                (DefaultConfigurationMode.CrossRegion, 3100, RequestRetryMode.Standard),
                (DefaultConfigurationMode.Mobile, 30000, RequestRetryMode.Standard),
                (DefaultConfigurationMode.Auto, 1100, RequestRetryMode.Standard),
            ]);
    }

    [Fact]
    public void The_interface_makes_its_own_client()
    {
        using var client = Make<IAmazonECR>(new BasicAWSCredentials("AKIDEXAMPLE", "secret"));

        client.ShouldBeOfType<AmazonECRClient>().Config.RegionEndpoint.ShouldBe(RegionEndpoint.EUCentral1);
    }

    private static IDisposable Make<TService>(AWSCredentials credentials)
        where TService : IAmazonService
    {
        var config = TService.CreateDefaultClientConfig();
        config.RegionEndpoint = RegionEndpoint.EUCentral1;
        return (IDisposable)TService.CreateDefaultServiceClient(credentials, config);
    }
}
