using System.Security.Cryptography;
using System.Text;

namespace EcrPtcLambda.Emulator.Signing;

/// <summary>Calculates AWS signature version 4.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html"/>
internal static class SignatureV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <param name="scope">Date, Region, service and terminator, separated by slashes.</param>
    /// <param name="date">The value of X-Amz-Date.</param>
    public static string Sign(string secretAccessKey, string scope, string date, string canonicalRequest)
    {
        var stringToSign = $"{Algorithm}\n{date}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{secretAccessKey}");
        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Returns the query parameters in canonical order, with their encoding unchanged.</summary>
    public static string CanonicalQuery(string query, string? without = null) =>
        string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : $"{pair}=")
            .Where(pair => without is null || !pair.StartsWith($"{without}=", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));

    public static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
