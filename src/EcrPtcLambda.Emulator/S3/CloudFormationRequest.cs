using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.Emulator.S3;

/// <summary>An event as CloudFormation sends it to a custom resource's function.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"/>
public sealed record CloudFormationRequest
{
    private const string LocalFunction = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc";

    /// <summary>An event of which every member is given.</summary>
    public CloudFormationRequest()
    {
    }

    /// <summary>An event for a rule of a stack in the account and Region that the emulator has where nothing else is said.</summary>
    /// <param name="requestType">Create, Update or Delete.</param>
    /// <param name="responseUrl">Where the response goes.</param>
    /// <param name="physicalResourceId">Left out of a Create.</param>
    /// <param name="properties">What the template says, besides the ServiceToken.</param>
    [SetsRequiredMembers]
    public CloudFormationRequest(
        string requestType,
        string responseUrl,
        string stackId,
        string requestId,
        string logicalResourceId,
        string? physicalResourceId,
        IEnumerable<(string Name, string Value)> properties)
    {
        (RequestType, ServiceToken, ResponseUrl, StackId, RequestId) = (requestType, LocalFunction, responseUrl, stackId, requestId);
        (ResourceType, LogicalResourceId, PhysicalResourceId) = ("Custom::PullThroughCacheRule", logicalResourceId, physicalResourceId);
        ResourceProperties = Element([(nameof(ServiceToken), LocalFunction), .. properties]);
    }

    /// <summary>Create, Update or Delete.</summary>
    public required string RequestType { get; init; }

    /// <summary>The function's ARN; CloudFormation sends it here and among the properties.</summary>
    public required string ServiceToken { get; init; }

    /// <summary>The URL for the response.</summary>
    [JsonPropertyName("ResponseURL")]
    public required string ResponseUrl { get; init; }

    /// <summary>The stack's ARN.</summary>
    public required string StackId { get; init; }

    /// <summary>The event's own ID, which a redelivery keeps.</summary>
    public required string RequestId { get; init; }

    /// <summary>The type of the resource, such as <c>Custom::PullThroughCacheRule</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The resource's name in the template.</summary>
    public required string LogicalResourceId { get; init; }

    /// <summary>The physical ID; null in a Create.</summary>
    public string? PhysicalResourceId { get; init; }

    /// <summary>The properties in the template, every scalar a string.</summary>
    public required JsonElement ResourceProperties { get; init; }

    /// <summary>The previous properties; null except in an Update.</summary>
    public JsonElement? OldResourceProperties { get; init; }

    /// <summary>The event's JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CloudFormationRequestJson.Default.CloudFormationRequest);

    /// <summary>Without the response URL's signature.</summary>
    public override string ToString() => $"{RequestType} {LogicalResourceId} {PhysicalResourceId}".TrimEnd();

    private static JsonElement Element(IEnumerable<(string Name, string Value)> properties)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(stream.ToArray());
    }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CloudFormationRequest))]
internal sealed partial class CloudFormationRequestJson : JsonSerializerContext;
