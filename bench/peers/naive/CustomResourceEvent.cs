namespace EcrPtcLambda.Bench.Naive;

/// <summary>An event from CloudFormation.</summary>
internal sealed record CustomResourceEvent(
    string ResponseURL, string StackId, string RequestId, string LogicalResourceId, Dictionary<string, string> ResourceProperties);
