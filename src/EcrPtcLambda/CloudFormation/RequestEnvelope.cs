namespace EcrPtcLambda.CloudFormation;

/// <summary>What every answer echoes, byte for byte.</summary>
internal sealed record RequestEnvelope(string StackId, string RequestId, string LogicalResourceId)
{
    /// <summary>The ids of an event; one that is missing comes from the key in its ResponseURL, and is empty where that lacks it too.</summary>
    public static RequestEnvelope Of(CustomResourceEvent @event, ResponseUrl? url)
    {
        var ids = url?.Ids;
        return new(
            JsonText.Of(@event.StackId) ?? ids?.StackId ?? "",
            JsonText.Of(@event.RequestId) ?? ids?.RequestId ?? "",
            JsonText.Of(@event.LogicalResourceId) ?? ids?.LogicalResourceId ?? "");
    }
}
