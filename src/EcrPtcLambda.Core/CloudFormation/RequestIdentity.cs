using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>What every answer echoes, byte for byte.</summary>
internal sealed record RequestIdentity(string StackId, string RequestId, string LogicalResourceId)
{
    /// <summary>The ids of an event; one that is missing comes from the key in its ResponseURL, and is empty where that lacks it too.</summary>
    public static RequestIdentity From(CustomResourceEvent @event, ResponseUrl? url)
    {
        var ids = url?.Ids;
        return new(
            JsonText.Read(@event.StackId) ?? ids?.StackId ?? "",
            JsonText.Read(@event.RequestId) ?? ids?.RequestId ?? "",
            JsonText.Read(@event.LogicalResourceId) ?? ids?.LogicalResourceId ?? "");
    }
}
