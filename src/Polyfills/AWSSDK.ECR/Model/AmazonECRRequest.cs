using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>What every request to ECR derives from.</summary>
public partial class AmazonECRRequest : AmazonWebServiceRequest
{
}
