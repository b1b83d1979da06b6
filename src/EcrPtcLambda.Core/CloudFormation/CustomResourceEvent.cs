using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EcrPtcLambda.Common;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// A custom resource request as received. Any field can be missing or have the wrong type, and unknown fields are ignored, so that an
/// invalid field never costs a readable ResponseURL.
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
    /// The time that CloudFormation waits for the response: the ServiceTimeout property, 1 to 3,600 seconds, or 3,600 seconds by default.
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

    /// <summary>The records of another service's event, such as an SNS notification.</summary>
    [JsonPropertyName("Records")]
    public JsonElement Records { get; init; }

    /// <summary>True if the event came from an SNS topic, whose ARN is then the ServiceToken in the template.</summary>
    [JsonIgnore]
    public bool IsSnsNotification =>
        Records.ValueKind is JsonValueKind.Array
        && Records.GetArrayLength() > 0
        && JsonText.Property(Records[0], "Sns") is not null;

    /// <summary>The parse error, or null if the event is JSON.</summary>
    [JsonIgnore]
    public string? ParseError { get; init; }

    /// <summary>Returns the type's name only, because ResponseURL is a credential.</summary>
    public override string ToString() => nameof(CustomResourceEvent);
}
