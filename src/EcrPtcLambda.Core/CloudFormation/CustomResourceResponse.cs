using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The body of a response to CloudFormation, of any length. <see cref="ResponseTruncation"/> fits it to the limit.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"/>
internal sealed record CustomResourceResponse
{
    public required string Status { get; init; }

    /// <summary>The text in the stack's events. Omitted for a success.</summary>
    public string? Reason { get; init; }

    public required string PhysicalResourceId { get; init; }

    public required string StackId { get; init; }

    public required string RequestId { get; init; }

    public required string LogicalResourceId { get; init; }

    /// <summary>False, because no output is a secret. Omitted for a Delete, for which CloudFormation doesn't support it.</summary>
    public bool? NoEcho { get; init; }

    /// <summary>The values for Fn::GetAtt. Create and Update return the same keys, Delete none.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
}

/// <summary>Source-generated JSON serialization of responses, without whitespace because the body is limited.</summary>
[JsonSerializable(typeof(CustomResourceResponse))]
internal sealed partial class ResponseJsonContext : JsonSerializerContext
{
    // The default encoder writes six bytes for each non-ASCII character, and the limit counts bytes.
    public static ResponseJsonContext Compact { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
