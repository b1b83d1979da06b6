using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// A custom resource request as it came: every field may be missing or of the wrong type, and unknown ones are ignored, so that
/// a readable ResponseURL is never lost to nonsense elsewhere.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"/>
internal sealed record CustomResourceEvent
{
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

    /// <summary>What keeps the event from being JSON, or null where it is JSON.</summary>
    [JsonIgnore]
    public string? Malformation { get; init; }

    /// <summary>Never the content: ResponseURL is a credential.</summary>
    public override string ToString() => nameof(CustomResourceEvent);
}
