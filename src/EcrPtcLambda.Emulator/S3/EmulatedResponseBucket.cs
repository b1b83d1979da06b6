using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EcrPtcLambda.Emulator.Signing;

namespace EcrPtcLambda.Emulator.S3;

/// <summary>Emulates the bucket for responses to CloudFormation, with presigned URLs.</summary>
public sealed class EmulatedResponseBucket
{
    private readonly EmulatedAwsOptions options;
    private readonly Lock gate = new();
    private readonly List<CloudFormationResponse> responses = [];
    private readonly HashSet<string> respondedTargets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CloudFormationResponse>> waiting = new();

    internal EmulatedResponseBucket(EmulatedAwsOptions options) => this.options = options;

    /// <summary>Raised for each response that the bucket accepts, on the thread that served it.</summary>
    public event EventHandler<CloudFormationResponse>? ResponseReceived;

    /// <summary>All accepted responses, in order, including duplicates.</summary>
    public IReadOnlyList<CloudFormationResponse> Responses
    {
        get
        {
            lock (gate)
            {
                return [.. responses];
            }
        }
    }

    /// <summary>The bucket's name, which CloudFormation derives from the Region.</summary>
    public string BucketName => $"cloudformation-custom-resource-response-{options.Region.Replace("-", "", StringComparison.Ordinal)}";

    /// <summary>Signs a URL for one response.</summary>
    /// <param name="endpoint">The endpoint of a server; null for the transport within the process.</param>
    /// <param name="style">The version of the signature.</param>
    /// <param name="signedAt">The time of the signature. Null for now.</param>
    public string CreateResponseUrl(
        string stackId, string logicalResourceId, string requestId, Uri? endpoint = null, SignatureStyle style = SignatureStyle.V4, DateTimeOffset? signedAt = null) =>
        CreateResponseUrl(
            endpoint ?? new($"https://{BucketName}.s3.{options.Region}.amazonaws.com"), stackId, logicalResourceId, requestId, style, signedAt);

    /// <summary>Signs a URL for one response, at an endpoint of the caller's choice.</summary>
    /// <param name="endpoint">The endpoint, such as that of plain HTTP.</param>
    /// <param name="style">The version of the signature.</param>
    /// <param name="signedAt">The time of the signature. Null for now.</param>
    public string CreateResponseUrl(
        Uri endpoint, string stackId, string logicalResourceId, string requestId, SignatureStyle style = SignatureStyle.V4, DateTimeOffset? signedAt = null)
    {
        var origin = endpoint.GetLeftPart(UriPartial.Authority);
        var path = $"/{Uri.EscapeDataString(stackId).Replace("%2F", "/", StringComparison.Ordinal)}%7C{Uri.EscapeDataString(logicalResourceId)}%7C{Uri.EscapeDataString(requestId)}";
        if (style is SignatureStyle.None)
        {
            return $"{origin}{path}";
        }

        var now = signedAt ?? options.Clock.GetUtcNow();
        if (style is SignatureStyle.V2)
        {
            var expires = (now + options.ResponseUrlLifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            return $"{origin}{path}?AWSAccessKeyId={options.AccessKeyId}&Expires={expires}&Signature={Uri.EscapeDataString(SignV2(path, expires, ""))}";
        }

        var date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{date[..8]}/{options.Region}/s3/aws4_request";
        var query = $"X-Amz-Algorithm={SignatureV4.Algorithm}&X-Amz-Date={date}&X-Amz-SignedHeaders=host"
            + $"&X-Amz-Expires={((int)options.ResponseUrlLifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)}&X-Amz-Credential={Uri.EscapeDataString($"{options.AccessKeyId}/{scope}")}";
        return $"{origin}{path}?{query}&X-Amz-Signature={SignV4(path, query, new Uri(origin).Authority, scope, date)}";
    }

    /// <summary>Returns the first response to a URL, which is the one that CloudFormation reads, or null if there is none yet.</summary>
    public CloudFormationResponse? FindResponse(string responseUrl)
    {
        var target = TargetOf(responseUrl);
        lock (gate)
        {
            return responses.Find(response => response.Target == target);
        }
    }

    /// <summary>Waits for the response to a URL. Completes at once if the response is already there.</summary>
    /// <exception cref="OperationCanceledException">The response did not arrive in time.</exception>
    public Task<CloudFormationResponse> ResponseToAsync(string responseUrl, CancellationToken cancellationToken) =>
        Waiting(TargetOf(responseUrl)).Task.WaitAsync(cancellationToken);

    internal string SignV2(string path, string expires, string contentType) => Convert.ToBase64String(
#pragma warning disable CA5350 // Signature version 2 is defined by HMAC-SHA1.
        HMACSHA1.HashData(Encoding.UTF8.GetBytes(options.SecretAccessKey), Encoding.UTF8.GetBytes($"PUT\n\n{contentType}\n{expires}\n/{BucketName}{path}")));
#pragma warning restore CA5350

    internal string SignV4(string path, string query, string host, string scope, string date) => SignatureV4.Sign(
        options.SecretAccessKey, scope, date, $"PUT\n{path}\n{SignatureV4.CanonicalQuery(query, without: "X-Amz-Signature")}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");

    internal void Accept(string target, byte[] body)
    {
        CloudFormationResponse response;
        lock (gate)
        {
            response = CloudFormationResponse.Read(target, body, isDuplicate: !respondedTargets.Add(target));
            responses.Add(response);
        }

        ResponseReceived?.Invoke(this, response);
        Waiting(target).TrySetResult(response);
    }

    private TaskCompletionSource<CloudFormationResponse> Waiting(string target) =>
        waiting.GetOrAdd(target, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string TargetOf(string responseUrl) =>
        new Uri(responseUrl, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }).PathAndQuery;
}

/// <summary>The signature in a response URL. CloudFormation has used both versions.</summary>
public enum SignatureStyle
{
    /// <summary>Signature version 4: <c>X-Amz-Signature</c> and related parameters.</summary>
    V4,

    /// <summary>Signature version 2: <c>Signature</c>, which also covers the Content-Type.</summary>
    V2,

    /// <summary>
    /// No signature and no expiry, as in a sample event. Requires <see cref="EmulatedAwsOptions.AcceptsUnsignedResponses"/>.
    /// </summary>
    None,
}
