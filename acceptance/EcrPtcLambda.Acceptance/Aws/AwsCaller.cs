using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using EcrPtcLambda.Emulator.Signing;

namespace EcrPtcLambda.Acceptance.Aws;

/// <summary>Signs and sends requests with the operator's credentials. Only signatures leave this process.</summary>
/// <param name="credentials">The operator's credentials.</param>
/// <param name="region">The Region in the signatures.</param>
/// <param name="http">The HTTP client.</param>
/// <param name="clock">The source of dates.</param>
internal sealed class AwsCaller(AWSCredentials credentials, string region, HttpClient http, TimeProvider clock)
{
    /// <summary>Returns the operator's credentials: a profile's, or the first in the default credential chain.</summary>
    /// <exception cref="AcceptanceException">There are no credentials.</exception>
    public static AWSCredentials CredentialsOf(string? profile)
    {
        if (profile is not null)
        {
            return new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
                ? credentials
                : throw new AcceptanceException($"There is no usable profile {profile} in AWS's shared files.");
        }

        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException exception)
        {
            throw new AcceptanceException(
                "AWS's default chain finds no credentials. Set AWS_ACCESS_KEY_ID and its like, or give --profile; for a profile that signs in, run: eval \"$(aws configure export-credentials --format env)\"",
                exception);
        }
    }

    /// <summary>Returns the account of the credentials.</summary>
    /// <exception cref="AcceptanceException">AWS STS doesn't return the account.</exception>
    /// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"/>
    public async Task<string> AccountIdAsync(CancellationToken cancellationToken)
    {
        var endpoint = new Uri($"https://sts.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/");
        try
        {
            using var response = await SendAsync(endpoint, "sts", "Action=GetCallerIdentity&Version=2011-06-15", "application/x-www-form-urlencoded", target: null, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode && XDocument.Parse(body).Descendants().FirstOrDefault(element => element.Name.LocalName == "Account") is { Value: { Length: 12 } account }
                ? account
                : throw new AcceptanceException($"AWS STS doesn't return the account of the credentials ({(int)response.StatusCode}): give --account.");
        }
        catch (HttpRequestException exception)
        {
            throw new AcceptanceException($"AWS STS is unreachable ({exception.Message}): give --account.", exception);
        }
    }

    /// <summary>Sends a signed POST request.</summary>
    /// <param name="target">The X-Amz-Target header. Null for none.</param>
    public async Task<HttpResponseMessage> SendAsync(Uri endpoint, string service, string body, string contentType, string? target, CancellationToken cancellationToken)
    {
        var current = await credentials.GetCredentialsAsync();
        var date = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{date[..8]}/{region}/{service}/aws4_request";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = endpoint.Authority, ["x-amz-date"] = date };
        if (target is not null)
        {
            headers["x-amz-target"] = target;
        }

        if (current.UseToken)
        {
            headers["x-amz-security-token"] = current.Token;
        }

        var content = Encoding.UTF8.GetBytes(body);
        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{SignatureV4.Hash(content)}";
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, "/")) { Content = new ByteArrayContent(content) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SignatureV4.Algorithm} Credential={current.AccessKey}/{scope}, SignedHeaders={names}, Signature={SignatureV4.Sign(current.SecretKey, scope, date, canonical)}");
        return await http.SendAsync(message, cancellationToken);
    }
}
