using System.Text;
using System.Text.Json;

namespace EcrPtcLambda.Emulator.S3;

/// <summary>A response as CloudFormation reads it.</summary>
/// <param name="Target">The path and query of its URL.</param>
/// <param name="Body">The bytes of the response.</param>
/// <param name="IsDuplicate">True if the URL already had a response.</param>
/// <param name="Rejection">
/// The reason that CloudFormation reports instead of the response's own Reason, or null if it accepts the response.
/// </param>
public sealed record CloudFormationResponse(string Target, ReadOnlyMemory<byte> Body, bool IsDuplicate, string? Rejection)
{
    /// <summary>SUCCESS or FAILED.</summary>
    public string Status { get; private init; } = "";

    /// <summary>The reason for a failure.</summary>
    public string? Reason { get; private init; }

    /// <summary>The physical resource ID.</summary>
    public string? PhysicalResourceId { get; private init; }

    /// <summary>The ID from the request.</summary>
    public string? StackId { get; private init; }

    /// <summary>The ID from the request.</summary>
    public string? RequestId { get; private init; }

    /// <summary>The ID from the request.</summary>
    public string? LogicalResourceId { get; private init; }

    /// <summary>True if outputs are masked. Null if omitted.</summary>
    public bool? NoEcho { get; private init; }

    /// <summary>The outputs. Null if omitted.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; private init; }

    /// <summary>Returns a description without the signature.</summary>
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
