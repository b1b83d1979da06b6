using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EcrPtcLambda.Rules;

namespace EcrPtcLambda.CloudFormation;

/// <summary>The answer's body.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"/>
internal sealed record CustomResourceResponse
{
    public required string Status { get; init; }

    /// <summary>Shown in the stack's events; left out of a success.</summary>
    public string? Reason { get; init; }

    public required string PhysicalResourceId { get; init; }

    public required string StackId { get; init; }

    public required string RequestId { get; init; }

    public required string LogicalResourceId { get; init; }

    /// <summary>False: no output is a secret. Left out of a Delete's answer, for which CloudFormation doesn't support it.</summary>
    public bool? NoEcho { get; init; }

    /// <summary>What Fn::GetAtt finds; the same keys on Create and Update, none on Delete.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>The answer to a request, of any length; <see cref="ResponseFitting"/> makes it fit.</summary>
    public static CustomResourceResponse Of(RequestEnvelope envelope, Outcome outcome, HomeRegistry? home) => new()
    {
        Status = outcome is Outcome.Succeeded ? "SUCCESS" : "FAILED",
        Reason = (outcome as Outcome.Failed)?.Reason,
        PhysicalResourceId = outcome.PhysicalResourceId,
        StackId = envelope.StackId,
        RequestId = envelope.RequestId,
        LogicalResourceId = envelope.LogicalResourceId,
        NoEcho = outcome is Outcome.Succeeded { Rule: not null } ? false : null,
        Data = outcome is Outcome.Succeeded { Rule: { } rule } ? Attributes(rule, home!) : null,
    };

    // An absent value is empty rather than missing, because Fn::GetAtt of a missing key fails the stack.
    private static Dictionary<string, string> Attributes(LiveRule rule, HomeRegistry home) => new()
    {
        ["EcrRepositoryPrefix"] = rule.Key.EcrRepositoryPrefix,
        ["UpstreamRegistryUrl"] = rule.UpstreamRegistryUrl,
        ["UpstreamRegistry"] = rule.UpstreamRegistry ?? "",
        ["RegistryId"] = rule.Key.RegistryId,
        ["CredentialArn"] = rule.CredentialArn ?? "",
        ["CustomRoleArn"] = rule.CustomRoleArn ?? "",
        ["UpstreamRepositoryPrefix"] = rule.UpstreamRepositoryPrefix,
        ["CreatedAt"] = rule.CreatedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
        ["RepositoryUri"] = home.RepositoryUri(rule.Key),
    };
}

/// <summary>The source-generated JSON of what goes to CloudFormation: short, since the body is limited.</summary>
[JsonSerializable(typeof(CustomResourceResponse))]
internal sealed partial class ResponseJson : JsonSerializerContext
{
    // The default encoder writes six bytes for each character that isn't ASCII, out of a limit that is counted in bytes.
    public static ResponseJson Compact { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
