using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The source-generated JSON of what comes from CloudFormation.</summary>
[JsonSerializable(typeof(CustomResourceEvent))]
internal sealed partial class CustomResourceJsonContext : JsonSerializerContext
{
    /// <summary>The same without a limit of depth.</summary>
    public static CustomResourceJsonContext Deep { get; } = new(new JsonSerializerOptions { MaxDepth = int.MaxValue, PropertyNameCaseInsensitive = true });
}
