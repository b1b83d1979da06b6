using System.Net;
using EcrPtcLambda.Common;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.CloudFormation;

/// <summary>
/// Sends a response to its presigned URL, and retries with the same bytes until the bucket accepts or rejects it or the deadline passes.
/// </summary>
/// <param name="http">Must not follow redirects or add headers, because the URL's signature covers neither.</param>
/// <param name="clock">Measures delays.</param>
/// <param name="backoff">The delays between attempts.</param>
internal sealed class ResponseSender(HttpClient http, TimeProvider clock, Backoff backoff, ILogger logger)
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    public async Task<SendResult> SendAsync(ResponseUrl url, byte[] body, CancellationToken cancellationToken)
    {
        var lastFailure = "no time was left for an attempt";
        var attempt = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            attempt++;
            try
            {
                var status = await PutAsync(url, body, cancellationToken);
                switch (ResponseVerdict.From(status))
                {
                    case ResponseVerdict.Accepted:
                        return new SendResult.Accepted(attempt);
                    case ResponseVerdict.Final:
                        return new SendResult.Rejected(attempt, (int)status);
                    default:
                        lastFailure = $"HTTP {(int)status}";
                        break;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                lastFailure = exception is OperationCanceledException ? "timed out" : Describe(exception);
            }

            ResponseSenderLog.ResponseAttemptFailed(logger, attempt, lastFailure);
            await backoff.WaitAsync(backoff.FullJitter(attempt), cancellationToken);
        }

        return new SendResult.NotDelivered(attempt, lastFailure);
    }

    private async Task<HttpStatusCode> PutAsync(ResponseUrl url, byte[] body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);

        // ByteArrayContent sends a Content-Length and no Content-Type, as the URL's signature requires.
        using var request = new HttpRequestMessage(HttpMethod.Put, url.Uri) { Content = new ByteArrayContent(body) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        return response.StatusCode;
    }

    private static string Describe(Exception exception) =>
        exception.InnerException is { } inner ? $"{exception.Message} ({inner.Message})" : exception.Message;
}
