using Amazon.Runtime.Internal;

namespace Amazon.ECR.Internal;

internal sealed class AmazonECRMetadata : IServiceMetadata
{
    public string ServiceId => AmazonECRConfig.ServiceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
