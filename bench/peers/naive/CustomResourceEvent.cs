namespace EcrPtcLambda.Bench.Naive;

/// <summary>What CloudFormation sends.</summary>
internal sealed record CustomResourceEvent(
    string ResponseURL, string StackId, string RequestId, string LogicalResourceId, Dictionary<string, string> ResourceProperties);
