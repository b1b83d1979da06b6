using System.Text.Json.Serialization;

namespace EcrPtcLambda.Bench.Naive;

/// <summary>The JSON of an event and of an answer.</summary>
[JsonSerializable(typeof(CustomResourceEvent))]
[JsonSerializable(typeof(CustomResourceAnswer))]
internal sealed partial class HandlerJson : JsonSerializerContext;
