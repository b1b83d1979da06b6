namespace EcrPtcLambda.Bench.Naive;

/// <summary>What CloudFormation is answered.</summary>
internal sealed record CustomResourceAnswer(
    string Status, string PhysicalResourceId, string StackId, string RequestId, string LogicalResourceId, Dictionary<string, string?> Data);
