using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>The masked requests and responses of one run.</summary>
/// <param name="RecordedAt">The day, ISO 8601.</param>
/// <param name="Region">The Region.</param>
/// <param name="Source">The source of the responses.</param>
/// <param name="Calls">The calls, in the order in which they ended.</param>
internal sealed record Recording(string RecordedAt, string Region, RecordingSource Source, IReadOnlyList<RecordedCall> Calls);

/// <summary>The source of the responses.</summary>
internal enum RecordingSource
{
    /// <summary>Amazon ECR itself.</summary>
    Aws,

    /// <summary>Another endpoint, such as that of ecr-ptc serve.</summary>
    Endpoint,
}

/// <summary>A recorded call.</summary>
/// <param name="Row">The current row of the run.</param>
/// <param name="Caller">The caller.</param>
/// <param name="At">Seconds from the start of the run to the start of the call.</param>
/// <param name="Seconds">The duration in seconds.</param>
/// <param name="Operation">The name of the API operation.</param>
/// <param name="Request">The members of the request.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Response">The members of the response.</param>
internal sealed record RecordedCall(string Row, RecordedCaller Caller, double At, double Seconds, string Operation, JsonNode? Request, int Status, JsonNode? Response);

/// <summary>The caller of Amazon ECR.</summary>
internal enum RecordedCaller
{
    /// <summary>The handler, in its own process.</summary>
    Handler,

    /// <summary>The run itself, in the role of a user outside the stack.</summary>
    Acceptance,
}

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NewLine = "\n")]
[JsonSerializable(typeof(Recording))]
internal sealed partial class RecordingJson : JsonSerializerContext;
