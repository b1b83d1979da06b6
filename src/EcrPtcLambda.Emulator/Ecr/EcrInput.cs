using System.Text.Json;
using System.Text.RegularExpressions;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>
/// The members of a request, validated against the ECR API model of 2015-09-21: required members, lengths, patterns, enumerations.
/// </summary>
internal sealed partial class EcrInput
{
    private readonly JsonElement body;

    private EcrInput(JsonElement body) => this.body = body;

    public string? RegistryId => Text("registryId", RegistryIdPattern());

    public string? UpstreamRegistryUrl => Text("upstreamRegistryUrl");

    public string? UpstreamRegistry =>
        Text("upstreamRegistry") is { } name && !UpstreamRegistries.Names.Contains(name)
            ? throw EcrError.InvalidParameter("upstreamRegistry", $"must be one of [{string.Join(", ", UpstreamRegistries.Names)}]")
            : Text("upstreamRegistry");

    public string? CredentialArn => Text("credentialArn", CredentialArnPattern(), 50, 612);

    public string? CustomRoleArn => Text("customRoleArn", max: 2048);

    public string? UpstreamRepositoryPrefix => Text("upstreamRepositoryPrefix", PrefixPattern(), 2, 30);

    public string? NextToken => Text("nextToken");

    /// <exception cref="EcrError">The body is not a JSON object.</exception>
    public static EcrInput Parse(byte[] body)
    {
        try
        {
            var root = JsonDocument.Parse(body).RootElement;
            return root.ValueKind is JsonValueKind.Object ? new(root) : throw new EcrError("SerializationException", "Start of structure or map found where not expected.");
        }
        catch (JsonException)
        {
            throw new EcrError("SerializationException", "Unexpected token in the request body");
        }
    }

    public string Prefix() => Text("ecrRepositoryPrefix", PrefixPattern(), 2, 30) ?? throw Missing("ecrRepositoryPrefix");

    public static EcrError Missing(string member) => EcrError.InvalidParameter(member, "must not be null");

    public IReadOnlyList<string>? Prefixes()
    {
        if (!body.TryGetProperty("ecrRepositoryPrefixes", out var list) || list.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return list.ValueKind is not JsonValueKind.Array ? throw new EcrError("SerializationException", "Expected a list")
            : list.GetArrayLength() is < 1 or > 100 ? throw EcrError.InvalidParameter("ecrRepositoryPrefixes", "must have between 1 and 100 members")
            : [.. list.EnumerateArray().Select(each => Checked("ecrRepositoryPrefixes", each, PrefixPattern(), 2, 30))];
    }

    public int? MaxResults()
    {
        if (!body.TryGetProperty("maxResults", out var number) || number.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return number.ValueKind is not JsonValueKind.Number || !number.TryGetInt32(out var value) ? throw new EcrError("SerializationException", "Expected an integer")
            : value is < 1 or > 1000 ? throw EcrError.InvalidParameter("maxResults", "must be between 1 and 1000")
            : value;
    }

    private string? Text(string member, Regex? pattern = null, int min = 0, int max = int.MaxValue) =>
        body.TryGetProperty(member, out var element) && element.ValueKind is not JsonValueKind.Null
            ? Checked(member, element, pattern, min, max)
            : null;

    private static string Checked(string member, JsonElement element, Regex? pattern, int min, int max)
    {
        if (element.ValueKind is not JsonValueKind.String)
        {
            throw new EcrError("SerializationException", "Expected a string");
        }

        var text = Decoded(element);
        return text.Length < min ? throw EcrError.InvalidParameter(member, $"must have length greater than or equal to {min}")
            : text.Length > max ? throw EcrError.InvalidParameter(member, $"must have length less than or equal to {max}")
            : pattern is not null && !pattern.IsMatch(text) ? throw EcrError.InvalidParameter(member, $"must satisfy regular expression '{InTheModelsWords(pattern)}'")
            : text;
    }

    // The model's $ matches the very end only; .NET's would accept a trailing line feed.
    private static string InTheModelsWords(Regex pattern) => pattern.ToString().Replace(@"\z", "$", StringComparison.Ordinal);

    private static string Decoded(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate is well-formed JSON but not valid text.
            throw new EcrError("SerializationException", "Invalid text in the request body");
        }
    }

    [GeneratedRegex(@"^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PrefixPattern();

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex RegistryIdPattern();

    [GeneratedRegex(@"^arn:aws(-\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\-pullthroughcache\/[a-zA-Z0-9\/_+=.@-]+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex CredentialArnPattern();
}
