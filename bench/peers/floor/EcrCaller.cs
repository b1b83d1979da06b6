using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace EcrPtcLambda.Bench.Floor;

/// <summary>
/// Calls Amazon ECR with its own implementation of signature version 4, and the credentials and Region in the environment.
/// </summary>
internal sealed class EcrCaller(HttpClient http, TimeProvider clock)
{
    private readonly Uri endpoint = new(Variable("AWS_ENDPOINT_URL_ECR"));
    private readonly string region = Variable("AWS_REGION");
    private readonly string accessKeyId = Variable("AWS_ACCESS_KEY_ID");
    private readonly string secretAccessKey = Variable("AWS_SECRET_ACCESS_KEY");
    private readonly string sessionToken = Variable("AWS_SESSION_TOKEN");

    public async Task<(HttpStatusCode Status, byte[] Body)> CallAsync(string operation, string json)
    {
        const string Signed = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
        const string ContentType = "application/x-amz-json-1.1";
        var target = $"AmazonEC2ContainerRegistry_V20150921.{operation}";
        var date = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{date[..8]}/{region}/ecr/aws4_request";
        var body = Encoding.UTF8.GetBytes(json);
        var canonical = $"POST\n/\n\ncontent-type:{ContentType}\nhost:{endpoint.Authority}\nx-amz-date:{date}\n"
            + $"x-amz-security-token:{sessionToken}\nx-amz-target:{target}\n\n{Signed}\n{Hash(body)}";
        var signature = Convert.ToHexStringLower(Sign(Key(date[..8]), $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}"));

        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", date);
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", sessionToken);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders={Signed}, Signature={signature}");
        using var response = await http.SendAsync(request, CancellationToken.None);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    private byte[] Key(string day) =>
        Sign(Sign(Sign(Sign(Encoding.UTF8.GetBytes($"AWS4{secretAccessKey}"), day), region), "ecr"), "aws4_request");

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
