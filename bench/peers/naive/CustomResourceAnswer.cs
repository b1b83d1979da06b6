namespace EcrPtcLambda.Bench.Naive;

/// <summary>A response to CloudFormation.</summary>
internal sealed record CustomResourceAnswer(
    string Status, string PhysicalResourceId, string StackId, string RequestId, string LogicalResourceId, Dictionary<string, string?> Data);
