using System.Text.RegularExpressions;

namespace EcrPtcLambda.CloudFormation;

/// <summary>What every answer echoes, byte for byte.</summary>
internal sealed partial record RequestEnvelope(string StackId, string RequestId, string LogicalResourceId)
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

    /// <summary>The stack's name: the second part of the ARN's resource, or the whole id where it is no stack's ARN.</summary>
    public string StackName => StackId.Split('/') is [_, var name, ..] ? name : StackId;

    /// <summary>Whether CloudFormation made up <paramref name="id"/>, as it does when it never got a Create's answer.</summary>
    public bool MayHaveMadeUp(string id) =>
        $"{StackName}-{LogicalResourceId}-" is var stem && id.StartsWith(stem, StringComparison.Ordinal) && MadeUpSuffix().IsMatch(id.AsSpan(stem.Length));

    [GeneratedRegex(@"\A[A-Z0-9]{12,13}\z")]
    private static partial Regex MadeUpSuffix();
}
