using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EcrPtcLambda.Emulator.Signing;

namespace EcrPtcLambda.Emulator.S3;

/// <summary>The bucket that CloudFormation has answers put into, by URLs that it signed beforehand.</summary>
public sealed class EmulatedResponseBucket
{
    private readonly EmulatedAwsOptions options;
    private readonly Lock gate = new();
    private readonly List<CloudFormationResponse> answers = [];
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CloudFormationResponse>> waiting = new();

    internal EmulatedResponseBucket(EmulatedAwsOptions options) => this.options = options;

    /// <summary>Raised for each answer that the bucket took, on the thread that took it.</summary>
    public event EventHandler<CloudFormationResponse>? ResponseReceived;

    /// <summary>Every answer that the bucket took, in order: one that came twice is here twice.</summary>
    public IReadOnlyList<CloudFormationResponse> Responses
    {
        get
        {
            lock (gate)
            {
                return [.. answers];
            }
        }
    }

    /// <summary>The bucket's name, which CloudFormation makes from the Region's.</summary>
    public string BucketName => $"cloudformation-custom-resource-response-{options.Region.Replace("-", "", StringComparison.Ordinal)}";

    /// <summary>Signs a URL for one response.</summary>
    /// <param name="endpoint">The endpoint of a server; null for the transport within the process.</param>
    /// <param name="style">Which version of signature.</param>
    /// <param name="signedAt">When it was signed; now where it is null.</param>
    public string CreateResponseUrl(
        string stackId, string logicalResourceId, string requestId, Uri? endpoint = null, SignatureStyle style = SignatureStyle.V4, DateTimeOffset? signedAt = null) =>
        CreateResponseUrl(
            endpoint ?? new($"https://{BucketName}.s3.{options.Region}.amazonaws.com"), stackId, logicalResourceId, requestId, style, signedAt);

    /// <summary>Signs a URL for one response, at an endpoint of the caller's choice.</summary>
    /// <param name="endpoint">Such as the endpoint of plain HTTP.</param>
    /// <param name="style">Which version of signature.</param>
    /// <param name="signedAt">When it was signed; now where it is null.</param>
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

    /// <summary>The first answer to a URL, which is the one that CloudFormation reads, or null where there is none yet.</summary>
    public CloudFormationResponse? FindResponse(string responseUrl)
    {
        var target = TargetOf(responseUrl);
        lock (gate)
        {
            return answers.Find(response => response.Target == target);
        }
    }

    /// <summary>Waits for the answer to a URL; completes at once where it is there already.</summary>
    /// <exception cref="OperationCanceledException">It didn't come in time.</exception>
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
            response = CloudFormationResponse.Read(target, body, isDuplicate: !answered.Add(target));
            answers.Add(response);
        }

        ResponseReceived?.Invoke(this, response);
        Waiting(target).TrySetResult(response);
    }

    private TaskCompletionSource<CloudFormationResponse> Waiting(string target) =>
        waiting.GetOrAdd(target, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string TargetOf(string responseUrl) =>
        new Uri(responseUrl, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }).PathAndQuery;
}

/// <summary>Which signature a response URL carries; CloudFormation has used both versions.</summary>
public enum SignatureStyle
{
    /// <summary><c>X-Amz-Signature</c> and its like.</summary>
    V4,

    /// <summary><c>Signature</c>, which covers the Content-Type too.</summary>
    V2,

    /// <summary>None: the URL of an event that is kept in a file, which doesn't expire. <see cref="EmulatedAwsOptions.AcceptsUnsignedAnswers"/> takes it.</summary>
    None,
}
