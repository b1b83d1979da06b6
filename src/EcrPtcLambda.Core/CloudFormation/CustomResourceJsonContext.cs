using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>Source-generated JSON serialization of CloudFormation's events.</summary>
[JsonSerializable(typeof(CustomResourceEvent))]
internal sealed partial class CustomResourceJsonContext : JsonSerializerContext
{
    /// <summary>The same context without a depth limit.</summary>
    public static CustomResourceJsonContext Deep { get; } = new(new JsonSerializerOptions { MaxDepth = int.MaxValue, PropertyNameCaseInsensitive = true });
}
