using System.Text.Json.Serialization;

namespace EcrPtcLambda.Bench.Naive;

/// <summary>Source-generated JSON serialization of events and responses.</summary>
[JsonSerializable(typeof(CustomResourceEvent))]
[JsonSerializable(typeof(CustomResourceAnswer))]
internal sealed partial class HandlerJson : JsonSerializerContext;
