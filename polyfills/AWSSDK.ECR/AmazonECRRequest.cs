using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>Base of every ECR request.</summary>
public class AmazonECRRequest : AmazonWebServiceRequest
{
}
