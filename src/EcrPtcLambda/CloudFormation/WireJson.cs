using System.Text.Json.Serialization;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The source-generated JSON of what comes from CloudFormation.</summary>
[JsonSerializable(typeof(CustomResourceEvent))]
internal sealed partial class WireJson : JsonSerializerContext;
