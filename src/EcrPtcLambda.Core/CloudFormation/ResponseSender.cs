using System.Net;
using EcrPtcLambda.Common;
using Microsoft.Extensions.Logging;

namespace EcrPtcLambda.CloudFormation;

/// <summary>Puts an answer to its pre-signed URL, the same bytes again and again until the bucket has decided or time is up.</summary>
/// <param name="http">Follows no redirect and adds no header: the URL's signature covers neither.</param>
/// <param name="clock">What delays are measured by.</param>
/// <param name="backoff">The delays between attempts.</param>
internal sealed class ResponseSender(HttpClient http, TimeProvider clock, Backoff backoff, ILogger logger)
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    public async Task<SendResult> SendAsync(ResponseUrl url, byte[] body, CancellationToken cancellationToken)
    {
        var lastFailure = "no time was left to try";
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

        // ByteArrayContent has a Content-Length and no Content-Type, which is what the URL was signed for.
        using var request = new HttpRequestMessage(HttpMethod.Put, url.Uri) { Content = new ByteArrayContent(body) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        return response.StatusCode;
    }

    private static string Describe(Exception exception) =>
        exception.InnerException is { } inner ? $"{exception.Message} ({inner.Message})" : exception.Message;
}
