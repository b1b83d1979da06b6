using System.Text;
using System.Text.Json;

namespace EcrPtcLambda.Emulator.S3;

/// <summary>An answer as CloudFormation reads it.</summary>
/// <param name="Target">Path and query of the URL that it came by.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="IsDuplicate">Whether the URL had been answered before.</param>
/// <param name="Rejection">What CloudFormation says instead of the answer's own Reason, or null where it takes the answer.</param>
public sealed record CloudFormationResponse(string Target, ReadOnlyMemory<byte> Body, bool IsDuplicate, string? Rejection)
{
    /// <summary>SUCCESS or FAILED.</summary>
    public string Status { get; private init; } = "";

    /// <summary>Why it failed.</summary>
    public string? Reason { get; private init; }

    /// <summary>The resource's id.</summary>
    public string? PhysicalResourceId { get; private init; }

    /// <summary>Echoed.</summary>
    public string? StackId { get; private init; }

    /// <summary>Echoed.</summary>
    public string? RequestId { get; private init; }

    /// <summary>Echoed.</summary>
    public string? LogicalResourceId { get; private init; }

    /// <summary>Whether outputs are masked; null where it is left out.</summary>
    public bool? NoEcho { get; private init; }

    /// <summary>The outputs; null where they are left out.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; private init; }

    /// <summary>Without the signature.</summary>
    public override string ToString() => $"{Status} {PhysicalResourceId} {Reason}".TrimEnd();

    internal static CloudFormationResponse Read(string target, byte[] body, bool isDuplicate)
    {
        try
        {
            var root = JsonDocument.Parse(body).RootElement;
            var id = Text(root, "PhysicalResourceId");
            var rejection = body.Length > 4096 ? "Response object is too long."
                : string.IsNullOrEmpty(id) || Encoding.UTF8.GetByteCount(id) > 1024 ? "Invalid PhysicalResourceId"
                : null;
            return new(target, body, isDuplicate, rejection)
            {
                Status = Text(root, "Status") ?? "",
                Reason = Text(root, "Reason"),
                PhysicalResourceId = id,
                StackId = Text(root, "StackId"),
                RequestId = Text(root, "RequestId"),
                LogicalResourceId = Text(root, "LogicalResourceId"),
                NoEcho = root.TryGetProperty(nameof(NoEcho), out var noEcho) ? noEcho.GetBoolean() : null,
                Data = root.TryGetProperty(nameof(Data), out var data) ? data.EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetString() ?? "") : null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new(target, body, isDuplicate, "Invalid response object");
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var element) ? element.GetString() : null;
}
