namespace EcrPtcLambda.Bench.Naive;

/// <summary>A response to CloudFormation.</summary>
internal sealed record CustomResourceResponse(
    string Status, string PhysicalResourceId, string StackId, string RequestId, string LogicalResourceId, Dictionary<string, string?> Data);
