using System.Globalization;
using System.Text.RegularExpressions;

namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>
/// Masks identifying values in a recording: accounts, the names in ARNs, request IDs, keys, and the name of an Azure registry. Equal values
/// get equal masks, so that the recording remains consistent.
/// </summary>
internal sealed partial class Masking
{
    /// <summary>The mask of the run's own account.</summary>
    public const string OwnAccount = "123456789012";

    // The names that a run makes up itself.
    private const string OwnName = "ptc-acc";

    private readonly Dictionary<string, string> accounts = [];
    private readonly Dictionary<string, string> names = [];

    /// <param name="accountId">The run's own account.</param>
    public Masking(string accountId) => accounts[accountId] = OwnAccount;

    public string Mask(string text)
    {
        text = Arn().Replace(text, match => $"{match.Groups["head"].Value}{Resource(match.Groups["service"].Value, match.Groups["resource"].Value)}");
        text = Account().Replace(text, match => OfAccount(match.Value));
        text = Id().Replace(text, "00000000-0000-0000-0000-000000000000");
        text = AccessKey().Replace(text, "AKIAIOSFODNN7EXAMPLE");
        return AzureRegistry().Replace(text, match => match.Value.StartsWith(OwnName, StringComparison.Ordinal) ? match.Value : "contoso.azurecr.io");
    }

    private string Resource(string service, string resource) => (service, resource) switch
    {
        ("iam", "root") or (_, "*") => resource,
        ("secretsmanager", _) when resource.StartsWith("secret:ecr-pullthroughcache/", StringComparison.Ordinal) =>
            resource.EndsWith('*') ? resource : $"secret:ecr-pullthroughcache/{NameOf(resource, "secret")}-AbCdEf",
        ("secretsmanager", _) => $"secret:{NameOf(resource, "secret")}-AbCdEf",
        ("iam", _) when resource.StartsWith("role/aws-service-role/", StringComparison.Ordinal) => resource,
        ("iam", _) => $"{resource.Split('/')[0]}/{NameOf(resource, "principal")}",
        ("sts", _) => $"{resource.Split('/')[0]}/{NameOf(resource, "principal")}/session",
        _ when resource.IndexOfAny(['/', ':']) is var end and >= 0 => resource[..(end + 1)] + NameOf(resource, "name"),
        _ => NameOf(resource, "name"),
    };

    private string NameOf(string resource, string kind)
    {
        if (!names.TryGetValue(resource, out var mask))
        {
            mask = string.Create(CultureInfo.InvariantCulture, $"{kind}-{names.Count + 1}");
            names.Add(resource, mask);
        }

        return mask;
    }

    private string OfAccount(string account)
    {
        if (!accounts.TryGetValue(account, out var mask))
        {
            mask = accounts.Count == 1 ? "210987654321" : accounts.Count.ToString("D12", CultureInfo.InvariantCulture);
            accounts.Add(account, mask);
        }

        return mask;
    }

    // The resource ends where a JSON string or a sentence continues.
    [GeneratedRegex(@"(?<head>arn:aws[a-z-]*:(?<service>[a-z0-9-]+):[a-z0-9-]*:[0-9]*:)(?<resource>[A-Za-z0-9_+=,.@/:*-]*[A-Za-z0-9_+=@/*-])", RegexOptions.ExplicitCapture)]
    private static partial Regex Arn();

    [GeneratedRegex(@"(?<![0-9.])[0-9]{12}(?![0-9])")]
    private static partial Regex Account();

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Id();

    // Access keys, and the unique IDs of roles and users.
    [GeneratedRegex(@"\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16,17}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex AccessKey();

    [GeneratedRegex(@"[^\s""'\\/:]+\.azurecr\.io")]
    private static partial Regex AzureRegistry();
}
