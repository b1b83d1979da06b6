using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>What Amazon ECR was asked and answered in one run, masked.</summary>
/// <param name="RecordedAt">The day, ISO 8601.</param>
/// <param name="Region">The Region.</param>
/// <param name="Source">What answered.</param>
/// <param name="Calls">In the order of their ends.</param>
internal sealed record Recording(string RecordedAt, string Region, RecordingSource Source, IReadOnlyList<RecordedCall> Calls);

/// <summary>Who answered.</summary>
internal enum RecordingSource
{
    /// <summary>Amazon ECR itself.</summary>
    Aws,

    /// <summary>Another endpoint, such as ecr-ptc serve's.</summary>
    Endpoint,
}

/// <summary>One call.</summary>
/// <param name="Row">What the run was at.</param>
/// <param name="Caller">Who called.</param>
/// <param name="At">Seconds from the run's beginning to the call's.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Operation">ECR's name of the operation.</param>
/// <param name="Request">The request's members.</param>
/// <param name="Status">HTTP's.</param>
/// <param name="Response">The answer's members.</param>
internal sealed record RecordedCall(string Row, RecordedCaller Caller, double At, double Seconds, string Operation, JsonNode? Request, int Status, JsonNode? Response);

/// <summary>Who called ECR.</summary>
internal enum RecordedCaller
{
    /// <summary>The handler, in its own process.</summary>
    Handler,

    /// <summary>The run itself, in the place of a user who works by hand.</summary>
    Acceptance,
}

[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NewLine = "\n")]
[JsonSerializable(typeof(Recording))]
internal sealed partial class RecordingJson : JsonSerializerContext;
