using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EcrPtcLambda.Emulator.Tests.Support;

/// <summary>A call to ECR, signed by hand: what an SDK wouldn't send can be sent, and what it would can be altered.</summary>
internal sealed record SignedCall(string Operation, string Body, EmulatedAwsOptions Caller)
{
    public DateTimeOffset At { get; init; } = TimeProvider.System.GetUtcNow();

    public string Service { get; init; } = "ecr";

    public HttpMethod Method { get; init; } = HttpMethod.Post;

    public Uri Endpoint { get; init; } = new($"https://api.ecr.{Caller.Region}.amazonaws.com");

    public string Target { get; init; } = $"AmazonEC2ContainerRegistry_V20150921.{Operation}";

    public HttpRequestMessage ToMessage()
    {
        var date = At.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{date[..8]}/{Caller.Region}/{Service}/aws4_request";
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal) { ["host"] = Endpoint.Authority, ["x-amz-date"] = date, ["x-amz-target"] = Target };
        if (Caller.SessionToken is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        var names = string.Join(';', headers.Keys);
        var canonical = $"{Method}\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(Body)}";
        var signature = Convert.ToHexStringLower(Hmac(Key(scope), $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hash(canonical)}"));

        var message = new HttpRequestMessage(Method, Endpoint) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={Caller.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
        return message;
    }

    private byte[] Key(string scope) =>
        scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{Caller.SecretAccessKey}"), Hmac);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The response of ECR to a hand-made call.</summary>
internal sealed record RawResponse(int Status, string Type, string Message, string Body)
{
    public static async Task<RawResponse> OfAsync(HttpClient http, HttpRequestMessage message)
    {
        using var response = await http.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);
        return new((int)response.StatusCode, Text(json.RootElement, "__type"), Text(json.RootElement, "message"), body);
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
