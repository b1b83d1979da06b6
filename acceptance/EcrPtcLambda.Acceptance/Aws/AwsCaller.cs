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
    /// <exception cref="AcceptanceException">There are no credentials, or they can't be resolved.</exception>
    public static async Task<AWSCredentials> CredentialsOfAsync(string? profile)
    {
        try
        {
            var credentials = profile is null ? await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync()
                : new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var found) ? found
                : throw new AcceptanceException($"There is no usable profile {profile} in AWS's shared files.");

            // Resolved once in advance: an SSO profile or a profile with a role fails only here, because it requires packages that
            // this tool doesn't have.
            await credentials.GetCredentialsAsync();
            return credentials;
        }
        catch (Exception exception) when (exception is not (AcceptanceException or OperationCanceledException))
        {
            var export = $"eval \"$(aws configure export-credentials{(profile is null ? "" : $" --profile {profile}")} --format env)\"";
            throw new AcceptanceException(
                profile is null
                    ? $"AWS's default chain finds no credentials ({OneLine(exception)}). Set AWS_ACCESS_KEY_ID and its like, or give --profile; for a profile that signs in, run: {export}"
                    : $"The credentials of the profile {profile} can't be resolved here ({OneLine(exception)}). For a profile that signs in or assumes a role, leave --profile out, give --region, and first run: {export}",
                exception);
        }
    }

    /// <summary>Returns the Region of a profile. Null if it has none.</summary>
    /// <param name="profile">Null for the one in AWS_PROFILE, or the default profile.</param>
    public static string? RegionOf(string? profile) =>
        new CredentialProfileStoreChain().TryGetProfile(profile ?? (Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } named ? named : "default"), out var found)
            ? found.Region?.SystemName
            : null;

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
        var current = await CurrentAsync();
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

    // Temporary credentials can expire during a run, which fails the call like an endpoint that is unreachable.
    private async Task<ImmutableCredentials> CurrentAsync()
    {
        try
        {
            return await credentials.GetCredentialsAsync();
        }
        catch (AmazonClientException exception)
        {
            throw new HttpRequestException($"The credentials can't be refreshed: {OneLine(exception)}", exception);
        }
    }

    private static string OneLine(Exception exception) => exception.Message.Trim().TrimEnd('.').ReplaceLineEndings(" ");
}
