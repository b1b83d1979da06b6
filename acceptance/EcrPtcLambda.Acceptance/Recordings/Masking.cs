using System.Globalization;
using System.Text.RegularExpressions;

namespace EcrPtcLambda.Acceptance.Recordings;

/// <summary>
/// Takes out of a recording what tells whose it is: accounts, the names in ARNs, request ids, keys, an Azure registry's name. The same
/// name has the same mask throughout, so that the recording still makes sense.
/// </summary>
internal sealed partial class Masking
{
    /// <summary>What the run's own account becomes.</summary>
    public const string OwnAccount = "123456789012";

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
        return AzureRegistry().Replace(text, "contoso.azurecr.io");
    }

    private string Resource(string service, string resource) => (service, resource) switch
    {
        ("secretsmanager", _) when resource.StartsWith("secret:ecr-pullthroughcache/", StringComparison.Ordinal) =>
            resource.EndsWith('*') ? resource : $"secret:ecr-pullthroughcache/{NameOf(resource, "secret")}-AbCdEf",
        ("secretsmanager", _) => $"secret:{NameOf(resource, "secret")}-AbCdEf",
        ("iam", _) when resource.StartsWith("role/aws-service-role/", StringComparison.Ordinal) => resource,
        ("iam", _) => $"{resource.Split('/')[0]}/{NameOf(resource, "principal")}",
        ("sts", _) => $"{resource.Split('/')[0]}/{NameOf(resource, "principal")}/session",
        _ => resource,
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

    // The resource ends where a JSON text or a sentence goes on.
    [GeneratedRegex(@"(?<head>arn:aws[a-z-]*:(?<service>[a-z0-9-]+):[a-z0-9-]*:[0-9]*:)(?<resource>[A-Za-z0-9_+=,.@/:*-]*[A-Za-z0-9_+=@/*-])", RegexOptions.ExplicitCapture)]
    private static partial Regex Arn();

    [GeneratedRegex(@"(?<![0-9.])[0-9]{12}(?![0-9])")]
    private static partial Regex Account();

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex AccessKey();

    [GeneratedRegex(@"[A-Za-z0-9._-]+\.azurecr\.io")]
    private static partial Regex AzureRegistry();
}
