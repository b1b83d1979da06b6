using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcrPtc.Cli.State;
using EcrPtcLambda.Emulator.Hosting;
using EcrPtcLambda.Emulator.S3;

namespace EcrPtc.Cli.Sam;

/// <summary>
/// A CloudFormation event that a function in a container of the SAM CLI can respond to: it names the account and Region of that function,
/// and its ResponseURL leads to the emulated response bucket.
/// </summary>
internal static partial class SamEvent
{
    // Those of the events that are kept in files.
    private const string WrittenAccount = "123456789012";
    private const string WrittenRegion = "us-east-1";

    /// <summary>Makes such an event of one that is kept in a file.</summary>
    /// <param name="written">The event as it is kept, with the ids that CloudFormation sends.</param>
    /// <param name="aws">The emulated AWS that the function meets.</param>
    /// <param name="server">Where the function meets it.</param>
    public static JsonObject Create(JsonObject written, LocalAws aws, EmulatedAwsServer server)
    {
        var @event = (JsonObject)Moved(written, aws)!;
        @event["ResponseURL"] = aws.Emulated.Responses.CreateResponseUrl(
            server.Endpoint, Text(@event, "StackId"), Text(@event, "LogicalResourceId"), Text(@event, "RequestId"), SignatureStyle.None);
        return @event;
    }

    /// <summary>The ARN, name or other text of an event, as it is in the account and Region of the function.</summary>
    public static string Move(string text, LocalAws aws)
    {
        var moved = text.Replace(WrittenAccount, aws.AccountId, StringComparison.Ordinal);
        moved = EcrHost().Replace(moved, $"$1.dkr.ecr.{aws.Region}.{aws.UrlSuffix}");
        return moved.Split(':', 6) is ["arn", _, var service, var region, var account, var resource]
            ? $"arn:{aws.Partition}:{service}:{(region == WrittenRegion ? aws.Region : region)}:{account}:{resource}"
            : moved;
    }

    private static JsonNode? Moved(JsonNode? node, LocalAws aws) => node switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Moved(member.Value, aws)))),
        JsonArray list => new JsonArray([.. list.Select(item => Moved(item, aws))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Move(text, aws),
        null => null,
        _ => node.DeepClone(),
    };

    private static string Text(JsonObject @event, string name) => @event[name]!.GetValue<string>();

    [GeneratedRegex(@"\A([0-9]{12})\.dkr\.ecr\.us-east-1\.amazonaws\.com\z")]
    private static partial Regex EcrHost();
}
