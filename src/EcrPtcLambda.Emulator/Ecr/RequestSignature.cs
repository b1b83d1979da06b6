using System.Globalization;
using System.Text.RegularExpressions;
using EcrPtcLambda.Emulator.Http;
using EcrPtcLambda.Emulator.Signing;

namespace EcrPtcLambda.Emulator.Ecr;

/// <summary>
/// Checks that the caller signed a request to Amazon ECR recently for this Region. If any signature is accepted, checks only that there is
/// one.
/// </summary>
internal static partial class RequestSignature
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <exception cref="EcrError">The signature is invalid. The error is the one that AWS returns.</exception>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html"/>
    /// <returns>The Region of the signature.</returns>
    public static string Check(EmulatedRequest request, EmulatedAwsOptions options)
    {
        if (request.Header("Authorization") is not { Length: > 0 } authorization)
        {
            throw new EcrError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
        }

        if (Authorization().Match(authorization) is not { Success: true } parts || request.Header("X-Amz-Date") is not { } date)
        {
            throw new EcrError("IncompleteSignatureException", "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters, and a date.", 403);
        }

        if (!options.AcceptsAnySignature)
        {
            CheckCaller(request, parts.Groups["key"].Value, options);
        }

        CheckDate(date, options);
        var scope = parts.Groups["scope"].Value;
        if (scope.Split('/') is not [var day, var region, "ecr", "aws4_request"] || day != date[..8]
            || (region != options.Region && !options.OtherRegions.Contains(region)))
        {
            throw new EcrError("InvalidSignatureException", $"Credential should be scoped to a valid region: '{options.Region}', and to the service 'ecr'.", 403);
        }

        var signedHeaders = parts.Groups["headers"].Value;
        if (!signedHeaders.Split(';').Contains("host"))
        {
            throw new EcrError("InvalidSignatureException", "'Host' must be a 'SignedHeader' in the AWS Authorization.", 403);
        }

        if (options.AcceptsAnySignature)
        {
            return region;
        }

        var canonicalHeaders = string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{Spaces().Replace(request.Header(name)?.Trim() ?? "", " ")}\n"));
        var canonicalRequest =
            $"{request.Method}\n{request.Path}\n{SignatureV4.CanonicalQuery(request.Query)}\n{canonicalHeaders}\n{signedHeaders}\n{SignatureV4.Hash(request.Body)}";
        if (!SignatureV4.AreEqual(SignatureV4.Sign(options.SecretAccessKey, scope, date, canonicalRequest), parts.Groups["signature"].Value))
        {
            throw new EcrError(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
                403);
        }

        return region;
    }

    private static void CheckCaller(EmulatedRequest request, string accessKeyId, EmulatedAwsOptions options)
    {
        if (accessKeyId != options.AccessKeyId)
        {
            throw new EcrError("UnrecognizedClientException", "The security token included in the request is invalid.", 403);
        }

        if (request.Header("X-Amz-Security-Token") != options.SessionToken)
        {
            throw options.SessionToken is null || request.Header("X-Amz-Security-Token") is null
                ? new EcrError("UnrecognizedClientException", "The security token included in the request is invalid.", 403)
                : new EcrError("ExpiredTokenException", "The security token included in the request is expired", 403);
        }
    }

    // SDKs sign by the system clock, so the check uses it too.
    private static void CheckDate(string date, EmulatedAwsOptions options)
    {
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
        {
            throw new EcrError("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.", 403);
        }

        // The clock of a container's virtual machine stops while its host sleeps.
        if (options.AcceptsAnySignature)
        {
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        if (signedAt < now - Skew)
        {
            throw new EcrError(
                "InvalidSignatureException",
                string.Create(CultureInfo.InvariantCulture, $"Signature expired: {date} is now earlier than {now - Skew:yyyyMMdd'T'HHmmss'Z'} ({now:yyyyMMdd'T'HHmmss'Z'} - 5 min.)"),
                403);
        }

        if (signedAt > now + Skew)
        {
            throw new EcrError(
                "InvalidSignatureException",
                string.Create(CultureInfo.InvariantCulture, $"Signature not yet current: {date} is still later than {now + Skew:yyyyMMdd'T'HHmmss'Z'} ({now:yyyyMMdd'T'HHmmss'Z'} + 5 min.)"),
                403);
        }
    }

    [GeneratedRegex(@"\AAWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>[^,]+),\s*SignedHeaders=(?<headers>[^,]+),\s*Signature=(?<signature>[0-9a-f]{64})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Authorization();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
