using Amazon.Runtime.Internal;

namespace Amazon.ECR.Internal;

/// <summary>The service's own names.</summary>
public partial class AmazonECRMetadata : IServiceMetadata
{
    /// <summary>The service's id.</summary>
    public string ServiceId => "ECR";

    /// <summary>No operation has another name in the SDK.</summary>
    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
}
