using System.Globalization;

namespace EcrPtcLambda.Ecr;

/// <summary>
/// Reads a response whole before the SDK parses it, and no more than <see cref="MaxBytes"/> of it: what is not Amazon ECR can send
/// without end, and the function's memory has one.
/// </summary>
/// <param name="inner">What carries the requests; it outlives this handler.</param>
internal sealed class ResponseLimitHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The most that is read of a response's body, in bytes. A rule takes less than 4 KB of one, and a registry has 50 rules.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <exception cref="HttpRequestException">The request failed, or the response is longer than <see cref="MaxBytes"/>.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();

            // Without the cause, whose words are about a buffer: the innermost message is what an answer's Reason tells.
            throw new HttpRequestException(
                HttpRequestError.ConfigurationLimitExceeded,
                string.Create(CultureInfo.InvariantCulture, $"the response (HTTP {(int)response.StatusCode}) is longer than {MaxBytes:N0} bytes and was not read to its end"));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
