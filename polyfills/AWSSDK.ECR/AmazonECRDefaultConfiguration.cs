using System.Collections.ObjectModel;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>The defaults modes of the AWS SDKs, as they apply to this service.</summary>
/// <remarks>See https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html.</remarks>
public static class AmazonECRDefaultConfiguration
{
    /// <summary>Safe in most situations; 3.1 seconds to connect.</summary>
    public static IDefaultConfiguration Standard { get; } = Of(DefaultConfigurationMode.Standard, 3100);

    /// <summary>For callers in the region they call; 1.1 seconds to connect.</summary>
    public static IDefaultConfiguration InRegion { get; } = Of(DefaultConfigurationMode.InRegion, 1100);

    /// <summary>For callers in another region; 3.1 seconds to connect.</summary>
    public static IDefaultConfiguration CrossRegion { get; } = Of(DefaultConfigurationMode.CrossRegion, 3100);

    /// <summary>For mobile networks; 30 seconds to connect.</summary>
    public static IDefaultConfiguration Mobile { get; } = Of(DefaultConfigurationMode.Mobile, 30000);

    /// <summary>Finds the mode from where it runs; 1.1 seconds to connect.</summary>
    public static IDefaultConfiguration Auto { get; } = Of(DefaultConfigurationMode.Auto, 1100);

    /// <summary>All modes, <see cref="Standard"/> first.</summary>
    public static ReadOnlyCollection<IDefaultConfiguration> GetAllConfigurations() =>
        new([Standard, InRegion, CrossRegion, Mobile, Auto]);

    private static DefaultConfiguration Of(DefaultConfigurationMode mode, int connectMilliseconds) => new()
    {
        Name = mode,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };
}
