using System.Text.Json.Serialization;

namespace EcrPtcLambda.Bench.Naive;

/// <summary>Source-generated JSON serialization of events and responses.</summary>
[JsonSerializable(typeof(CustomResourceEvent))]
[JsonSerializable(typeof(CustomResourceResponse))]
internal sealed partial class HandlerJson : JsonSerializerContext;
