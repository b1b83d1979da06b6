using System.Text.Json;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Names JSON properties as AWS events do: two Amazon S3 headers are known, other names follow the fallback.</summary>
public class AwsNamingPolicy : JsonNamingPolicy
{
    private readonly JsonNamingPolicy? _fallback;

    /// <summary>Leaves other names as they are.</summary>
    public AwsNamingPolicy()
    {
    }

    /// <summary>Has other names converted.</summary>
    /// <param name="fallbackNamingPolicy">Converts them; null leaves them as they are.</param>
    public AwsNamingPolicy(JsonNamingPolicy? fallbackNamingPolicy) => _fallback = fallbackNamingPolicy;

    /// <inheritdoc/>
    public override string ConvertName(string name) => name switch
    {
        "XAmzId2" => "x-amz-id-2",
        "XAmzRequestId" => "x-amz-request-id",
        _ => _fallback?.ConvertName(name) ?? name,
    };
}
