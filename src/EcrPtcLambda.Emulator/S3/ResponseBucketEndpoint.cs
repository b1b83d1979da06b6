using System.Globalization;
using System.Text;
using EcrPtcLambda.Emulator.Http;
using EcrPtcLambda.Emulator.Signing;

namespace EcrPtcLambda.Emulator.S3;

/// <summary>The Amazon S3 endpoint for a presigned PUT.</summary>
internal sealed class ResponseBucketEndpoint(EmulatedResponseBucket bucket, EmulatedAwsOptions options, Faults faults, CallLog callLog)
{
    /// <summary>Returns true if a fault refuses the connection for a response. The call is logged without a request.</summary>
    public bool Refuses()
    {
        if (!faults.TakeRefusal(Faults.PutObject))
        {
            return false;
        }

        callLog.Record(Faults.PutObject, "", 0, "connection refused", TimeSpan.Zero);
        return true;
    }

    public async Task<EmulatedResponse> ServeAsync(EmulatedRequest request, CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        var text = Encoding.UTF8.GetString(request.Body);
        var fault = faults.Take(Faults.PutObject);
        if (fault is Fault.Reset or Fault.Refused)
        {
            var isRefused = fault is Fault.Refused;
            callLog.Record(Faults.PutObject, text, 0, isRefused ? "connection refused" : "connection reset", options.Clock.GetElapsedTime(start));
            throw new ConnectionEndedException(isRefused);
        }

        if (fault is Fault.Delay delay)
        {
            await Task.Delay(delay.By, options.Clock, cancellationToken);
        }

        var response = fault switch
        {
            Fault.Throttle => Error(503, "SlowDown", "Please reduce your request rate."),
            Fault.ServerError error => Error(error.StatusCode, "InternalError", "We encountered an internal error. Please try again."),
            Fault.Error error => Error(error.StatusCode, error.Type, error.Message),
            _ => Refusal(request),
        };
        if (response is null)
        {
            bucket.Accept(request.Target, request.Body);
            response = EmulatedResponse.Empty(200);
        }

        var isLost = fault is Fault.LostResponse;
        callLog.Record(Faults.PutObject, text, isLost ? 0 : response.Status, isLost ? "accepted; response lost" : Encoding.UTF8.GetString(response.Body), options.Clock.GetElapsedTime(start));
        return isLost ? throw new ConnectionEndedException() : response;
    }

    private EmulatedResponse? Refusal(EmulatedRequest request)
    {
        var query = request.Query.Split('&').Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(
            group => group.Key, group => Uri.UnescapeDataString(group.First() is [_, var value] ? value : ""));
        return request.Method != "PUT" ? Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")
            : request.Header("Transfer-Encoding") is not null ? Error(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
            : request.Header("Content-Length") is null ? Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
            : query.ContainsKey("X-Amz-Signature") ? RefusalV4(request, query)
            : query.ContainsKey("Signature") ? RefusalV2(request, query)
            : options.AcceptsUnsignedResponses && request.Query.Length == 0 ? null
            : Error(403, "AccessDenied", "Access Denied");
    }

    private EmulatedResponse? RefusalV4(EmulatedRequest request, Dictionary<string, string> query)
    {
        var date = query.GetValueOrDefault("X-Amz-Date", "");
        var (key, scope) = query.GetValueOrDefault("X-Amz-Credential", "").Split('/', 2) is [var first, var rest] ? (first, rest) : ("", "");
        if (key != options.AccessKeyId
            || !SignatureV4.AreEqual(bucket.SignV4(request.Path, request.Query, request.Host, scope, date), query["X-Amz-Signature"])
            // CloudFormation signs the host header only, and requires senders to omit the Content-Type.
            || request.Header("Content-Type") is { Length: > 0 })
        {
            return Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        var signedAt = DateTimeOffset.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return options.Clock.GetUtcNow() > signedAt.AddSeconds(int.Parse(query["X-Amz-Expires"], CultureInfo.InvariantCulture))
            ? Error(403, "AccessDenied", "Request has expired")
            : null;
    }

    private EmulatedResponse? RefusalV2(EmulatedRequest request, Dictionary<string, string> query)
    {
        var expires = query.GetValueOrDefault("Expires", "");
        if (query.GetValueOrDefault("AWSAccessKeyId") != options.AccessKeyId
            || !SignatureV4.AreEqual(bucket.SignV2(request.Path, expires, request.Header("Content-Type") ?? ""), query["Signature"]))
        {
            return Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        return options.Clock.GetUtcNow().ToUnixTimeSeconds() > long.Parse(expires, CultureInfo.InvariantCulture)
            ? Error(403, "AccessDenied", "Request has expired")
            : null;
    }

    private static EmulatedResponse Error(int status, string code, string message) => new(
        status,
        "application/xml",
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"));
}
