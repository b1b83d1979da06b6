using System.Text.Json;

namespace EcrPtcLambda.Emulator.S3;

/// <summary>An event as CloudFormation sends it to a custom resource's function.</summary>
/// <param name="RequestType">Create, Update or Delete.</param>
/// <param name="ResponseUrl">Where the answer goes.</param>
/// <param name="PhysicalResourceId">Left out of a Create.</param>
/// <param name="Properties">What the template says, besides the ServiceToken.</param>
public sealed record CloudFormationRequest(
    string RequestType,
    string ResponseUrl,
    string StackId,
    string RequestId,
    string LogicalResourceId,
    string? PhysicalResourceId,
    IEnumerable<(string Name, string Value)> Properties)
{
    private const string ServiceToken = "arn:aws:lambda:us-east-1:123456789012:function:ecr-ptc";

    /// <summary>The event's JSON.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString(nameof(RequestType), RequestType);
            writer.WriteString("ServiceToken", ServiceToken);
            writer.WriteString("ResponseURL", ResponseUrl);
            writer.WriteString(nameof(StackId), StackId);
            writer.WriteString(nameof(RequestId), RequestId);
            writer.WriteString("ResourceType", "Custom::PullThroughCacheRule");
            writer.WriteString(nameof(LogicalResourceId), LogicalResourceId);
            if (PhysicalResourceId is not null)
            {
                writer.WriteString(nameof(PhysicalResourceId), PhysicalResourceId);
            }

            writer.WriteStartObject("ResourceProperties");
            writer.WriteString("ServiceToken", ServiceToken);
            foreach (var (name, value) in Properties)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Without the response URL's signature.</summary>
    public override string ToString() => $"{RequestType} {LogicalResourceId} {PhysicalResourceId}".TrimEnd();
}
