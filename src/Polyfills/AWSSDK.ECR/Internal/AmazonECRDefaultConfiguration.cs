using System.Collections.ObjectModel;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>The SDK's smart defaults.</summary>
/// <seealso href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html"/>
internal static class AmazonECRDefaultConfiguration
{
    public static ReadOnlyCollection<IDefaultConfiguration> GetAllConfigurations() => new(
    [
        Of(DefaultConfigurationMode.Standard, connectSeconds: 3.1),
        Of(DefaultConfigurationMode.InRegion, connectSeconds: 1.1),
        Of(DefaultConfigurationMode.CrossRegion, connectSeconds: 3.1),
        Of(DefaultConfigurationMode.Mobile, connectSeconds: 30),
        Of(DefaultConfigurationMode.Auto, connectSeconds: 3.1),
    ]);

    private static DefaultConfiguration Of(DefaultConfigurationMode name, double connectSeconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(connectSeconds),
    };
}
