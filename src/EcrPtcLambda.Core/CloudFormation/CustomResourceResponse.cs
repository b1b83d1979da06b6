using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The body of a response to CloudFormation, of any length; <see cref="ResponseTruncation"/> makes it fit.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"/>
internal sealed record CustomResourceResponse
{
    public required string Status { get; init; }

    /// <summary>Shown in the stack's events; left out of a success.</summary>
    public string? Reason { get; init; }

    public required string PhysicalResourceId { get; init; }

    public required string StackId { get; init; }

    public required string RequestId { get; init; }

    public required string LogicalResourceId { get; init; }

    /// <summary>False: no output is a secret. Left out of a Delete's answer, for which CloudFormation doesn't support it.</summary>
    public bool? NoEcho { get; init; }

    /// <summary>What Fn::GetAtt finds; the same keys on Create and Update, none on Delete.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
}

/// <summary>The source-generated JSON of what goes to CloudFormation: short, since the body is limited.</summary>
[JsonSerializable(typeof(CustomResourceResponse))]
internal sealed partial class ResponseJsonContext : JsonSerializerContext
{
    // The default encoder writes six bytes for each character that isn't ASCII, out of a limit that is counted in bytes.
    public static ResponseJsonContext Compact { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
