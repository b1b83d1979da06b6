using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The IDs that every response returns unchanged.</summary>
internal sealed record RequestIdentity(string StackId, string RequestId, string LogicalResourceId)
{
    /// <summary>
    /// Reads the IDs of an event. A missing ID is read from the object key in the ResponseURL, and is empty if the key lacks it too.
    /// </summary>
    public static RequestIdentity From(CustomResourceEvent @event, ResponseUrl? url)
    {
        var ids = url?.Ids;
        return new(
            JsonText.Read(@event.StackId) ?? ids?.StackId ?? "",
            JsonText.Read(@event.RequestId) ?? ids?.RequestId ?? "",
            JsonText.Read(@event.LogicalResourceId) ?? ids?.LogicalResourceId ?? "");
    }
}
