using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// A custom resource request as it came: every field may be missing or of the wrong type, and unknown ones are ignored, so that
/// a readable ResponseURL is never lost to nonsense elsewhere.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"/>
internal sealed record CustomResourceEvent
{
    private const int LongestServiceTimeout = 3600;

    [JsonPropertyName("RequestType")]
    public JsonElement RequestType { get; init; }

    [JsonPropertyName("ResponseURL")]
    public JsonElement ResponseUrl { get; init; }

    [JsonPropertyName("StackId")]
    public JsonElement StackId { get; init; }

    [JsonPropertyName("RequestId")]
    public JsonElement RequestId { get; init; }

    [JsonPropertyName("LogicalResourceId")]
    public JsonElement LogicalResourceId { get; init; }

    [JsonPropertyName("PhysicalResourceId")]
    public JsonElement PhysicalResourceId { get; init; }

    [JsonPropertyName("ResourceProperties")]
    public JsonElement ResourceProperties { get; init; }

    [JsonPropertyName("OldResourceProperties")]
    public JsonElement OldResourceProperties { get; init; }

    /// <summary>
    /// How long CloudFormation waits for the answer: the property of that name, 1 to 3,600 s, or 3,600 s where it isn't given.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-customresource.html"/>
    [JsonIgnore]
    public TimeSpan ServiceTimeout => TimeSpan.FromSeconds(
        JsonText.Property(ResourceProperties, nameof(ServiceTimeout)) is { } given
        && (given.ValueKind is JsonValueKind.Number ? given.GetRawText() : JsonText.Read(given)) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 1 and < LongestServiceTimeout
            ? seconds
            : LongestServiceTimeout);

    /// <summary>What an event of another service has in place of all that, an SNS notification's for one.</summary>
    [JsonPropertyName("Records")]
    public JsonElement Records { get; init; }

    /// <summary>Whether the event came by an SNS topic, whose ARN a template then has as its ServiceToken.</summary>
    [JsonIgnore]
    public bool IsSnsNotification =>
        Records.ValueKind is JsonValueKind.Array
        && Records.GetArrayLength() > 0
        && JsonText.Property(Records[0], "Sns") is not null;

    /// <summary>What keeps the event from being JSON, or null where it is JSON.</summary>
    [JsonIgnore]
    public string? ParseError { get; init; }

    /// <summary>Never the content: ResponseURL is a credential.</summary>
    public override string ToString() => nameof(CustomResourceEvent);
}
