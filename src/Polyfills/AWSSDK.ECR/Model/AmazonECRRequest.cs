using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>Base of every ECR request.</summary>
public class AmazonECRRequest : AmazonWebServiceRequest
{
}
